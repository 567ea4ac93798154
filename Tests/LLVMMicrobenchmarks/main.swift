import TensorLLVMBackend
import TensorLoopIR
import TensorScalars

// Nanoseconds per element and milliseconds per compilation of hand-written loop programs.
//   llvm-microbenchmarks [name [llvm|llvm-opt|asm]]

let arguments = CommandLine.arguments
var options = LLVMBackend.Options(verifies: false)
if let index = arguments.firstIndex(of: "--level") { options.level = CodeGenerationLevelName(arguments[index + 1]) }
if let index = arguments.firstIndex(of: "--passes") { options.passes = arguments[index + 1] }
if let index = arguments.firstIndex(of: "--four") { options.tuning.fourRegisterCost = Int(arguments[index + 1])! }
if let index = arguments.firstIndex(of: "--two") { options.tuning.twoRegisterCost = Int(arguments[index + 1])! }
if let index = arguments.firstIndex(of: "--cpu") {
  options.target = TargetDescription(triple: options.target.triple, cpu: arguments[index + 1])
}
if let index = arguments.firstIndex(of: "--triple") {
  options.target = TargetDescription(triple: arguments[index + 1], cpu: "generic")
}
let backend = LLVMBackend(options: options)
let positional = arguments.dropFirst().prefix { !$0.hasPrefix("--") }

for benchmark in benchmarks where positional.first == nil || benchmark.name.hasPrefix(positional.first!) {
  if positional.count > 1, let stage = LLVMBackend.Stage(rawValue: positional[positional.startIndex + 1]) {
    print(try backend.text(of: benchmark.program, at: stage))
    continue
  }
  try benchmark.measure(backend)
}
