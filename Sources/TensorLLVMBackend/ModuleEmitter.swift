import TensorLLVM
import TensorLoopIR
import TensorScalars

/// Builds the module of one program: what its functions share.
final class ModuleEmitter {
  let ir: IRModule
  let target: TargetDescription
  let program: LoopProgram
  let tuning: Tuning
  private var intrinsics: [IntrinsicKey: IRFunction] = [:]
  private var tables: [LookupTable: IRValue] = [:]
  private var rareFunctions: [ScalarSignature: IRFunction] = [:]
  private var scalarPrograms: [ScalarSignature: ScalarForm] = [:]
  private var outlinedCount = 0
  /// The kernels of the program's loops by their variables, how often each stands there, and the code of those that are shared.
  private let kernelsOfLoops: [Int: (kernel: LoopKernel, arguments: [Int])]
  private let kernelCounts: [LoopKernel: Int]
  private var kernels: [LoopKernel: IRFunction] = [:]
  let invariantLoad: UInt32
  let branchWeights: UInt32
  let nontemporal: UInt32

  private struct IntrinsicKey: Hashable {
    let name: String
    let types: [IRType]
  }

  init(_ program: LoopProgram, symbol: String, machine: borrowing TargetMachine, target: TargetDescription, tuning: Tuning) {
    (self.program, self.target, self.tuning) = (program, target, tuning)
    var (found, counts): ([Int: (kernel: LoopKernel, arguments: [Int])], [LoopKernel: Int]) = ([:], [:])
    for case .loop(let loop) in program.body {
      guard case .parallel = loop.kind, let kernel = LoopKernel.of(loop, in: program) else { continue }
      found[loop.variable] = kernel
      counts[kernel.kernel, default: 0] += 1
    }
    (kernelsOfLoops, kernelCounts) = (found, counts)
    ir = IRModule(name: symbol, for: machine)
    invariantLoad = ir.metadataKind("invariant.load")
    branchWeights = ir.metadataKind("prof")
    nontemporal = ir.metadataKind("nontemporal")
  }

  // MARK: Types

  /// How elements of a type stand in registers.
  func registerType(_ type: ElementType) -> IRType {
    switch type {
    case .f32: ir.floatType
    case .f64: ir.doubleType
    // Floats of 16 bits are bits here: they are only moved and converted.
    case .bool, .i8, .i16, .i32, .i64, .u8, .u16, .u32, .u64, .f16, .bf16: ir.integerType(type.bitWidth)
    case .c64, .c128: preconditionFailure("complex numbers are computed by their parts")
    }
  }

  /// How elements of a type stand in memory.
  func memoryType(_ type: ElementType) -> IRType { type == .bool ? ir.integerType(8) : registerType(type) }

  // MARK: Things made once

  func intrinsic(_ name: String, _ types: [IRType]) -> IRFunction {
    let key = IntrinsicKey(name: name, types: types)
    if let known = intrinsics[key] { return known }
    let function = ir.intrinsic(name, types)
    intrinsics[key] = function
    return function
  }

  func table(_ table: LookupTable) -> IRValue {
    if let known = tables[table] { return known }
    let value = ir.wordTable("table.\(table.name)", table.words)
    tables[table] = value
    return value
  }

  /// How a function is computed for arguments of these types, as programs.
  func form(of signature: ScalarSignature) -> ScalarForm {
    if let known = scalarPrograms[signature] { return known }
    let form = ScalarForm(signature.function.machineForm(for: signature.types))
    scalarPrograms[signature] = form
    return form
  }

  /// The cold function that computes the exact form for one element.
  func rareFunction(_ signature: ScalarSignature, _ exact: ScalarProgram) -> IRFunction {
    if let known = rareFunctions[signature] { return known }
    let result = exact.types[exact.results[0]]
    let names = signature.types.map(\.name).joined(separator: ".")
    let function = addFunction(
      "rare.\(signature.function.name).\(names)", signature.types.map(registerType), registerType(result),
      isInternal: true)
    for attribute in ["cold", "noinline"] { ir.addAttribute(attribute, to: function) }
    rareFunctions[signature] = function
    let emitter = FunctionEmitter(self, function)
    let arguments = signature.types.indices.map { Operand(function.parameter($0), lanes: 1, level: 0) }
    emitter.finish(returning: emitter.emit(exact, arguments)[0].ir)
    return function
  }

  func addFunction(_ name: String, _ parameters: [IRType], _ result: IRType, isInternal: Bool) -> IRFunction {
    let function = ir.addFunction(name, parameters, result, isInternal: isInternal)
    ir.addAttribute("nounwind", to: function)
    ir.addAttribute("target-cpu", target.cpu, to: function)
    if !target.features.isEmpty { ir.addAttribute("target-features", target.features, to: function) }
    if target.isX86 {
      let bits = String(target.registerBytes * 8)
      ir.addAttribute("prefer-vector-width", bits, to: function)
      ir.addAttribute("min-legal-vector-width", bits, to: function)
    }
    return function
  }

  /// The kernel of a loop that has its like in the program, and the buffers that it is given.
  func sharedKernel(_ loop: Loop) -> (kernel: LoopKernel, arguments: [Int])? {
    guard let found = kernelsOfLoops[loop.variable], kernelCounts[found.kernel] ?? 0 > 1 else { return nil }
    return found
  }

  /// A kernel's code, made at first need.
  func code(of kernel: LoopKernel, _ make: () -> IRFunction) -> IRFunction {
    if let known = kernels[kernel] { return known }
    let function = make()
    kernels[kernel] = function
    return function
  }

  /// The name of the next function cut out of the entry.
  func outlinedName() -> String {
    outlinedCount += 1
    return "body.\(outlinedCount)"
  }
}

/// A scalar function for arguments of certain types.
struct ScalarSignature: Hashable {
  let function: ScalarFunction
  let types: [ElementType]
}

/// `MachineForm` as straight-line programs.
enum ScalarForm {
  case expansion(ScalarProgram)
  /// The fast value and the flag are the two results of one program.
  case rareCase(fastAndRare: ScalarProgram, exact: ScalarProgram)

  init(_ form: MachineForm) {
    switch form {
    case .expansion(let expression): self = .expansion(ScalarProgram(expression))
    case .rareCase(let fast, let rare, let exact):
      self = .rareCase(fastAndRare: ScalarProgram([fast, rare]), exact: ScalarProgram(exact))
    }
  }

  /// The number of instructions on the hot path.
  var cost: Int {
    switch self {
    case .expansion(let program): program.instructions.count
    case .rareCase(let program, _): program.instructions.count + 2
    }
  }
}
