import ArgumentParser
import Foundation
import TensorJIT
import TensorLLVMBackend
import TensorScheduling
import TensorText

/// The stages of a program's way to machine code.
enum IRStage: String, ExpressibleByArgument, CaseIterable {
  case graph, rewritten, primitive, loops, llvm
  case llvmOptimized = "llvm-opt"
  case assembly = "asm"
}

struct IRCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ir", abstract: "Prints a program at one stage of its compilation.",
    discussion: """
      graph      the tensor expressions as written, in the text format
      rewritten  as the rewrite rules leave them: what is compiled
      primitive  composite operations taken apart, equal expressions merged
      loops      loops over buffers: what was fused, what runs in parallel and in vectors
      llvm       LLVM IR as generated; llvm-opt after LLVM's passes
      asm        the machine code that runs
      """)

  @OptionGroup var program: ProgramOptions
  @OptionGroup var engine: EngineOptions
  @Option(help: "graph, rewritten, primitive, loops, llvm, llvm-opt or asm.") var stage: IRStage = .graph
  @Flag(help: "Shows the graph as an indented tree.") var tree = false

  func run() throws {
    try reportingFailures { print(try StagePrinter(program: program.load(), engine: engine, tree: tree).text(stage)) }
  }
}

struct AsmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "asm", abstract: "Prints the machine code of a program (the same as ir --stage asm).")

  @OptionGroup var program: ProgramOptions
  @OptionGroup var engine: EngineOptions

  func run() throws {
    try reportingFailures {
      print(try StagePrinter(program: program.load(), engine: engine, tree: false).text(.assembly))
    }
  }
}

/// A program's text at a stage, for row-major inputs.
struct StagePrinter {
  let program: TextProgram
  let engine: EngineOptions
  let tree: Bool

  func text(_ stage: IRStage) throws -> String {
    switch stage {
    case .graph: return tree ? program.treeDescription : program.description
    case .rewritten: return try rewritten().description
    case .primitive: return try normalized().description
    case .loops: return try scheduled().map(\.program.description).joined(separator: "\n")
    case .llvm: return try code(at: .llvm)
    case .llvmOptimized: return try code(at: .optimized)
    case .assembly: return try code(at: .assembly)
    }
  }

  /// Of each part that is compiled by itself.
  private func code(at stage: LLVMBackend.Stage) throws -> String {
    try scheduled().flatMap { try ProgramParts.parts(of: $0.program).map { try backend.text(of: $0, at: stage) } }.joined(separator: "\n")
  }

  private var backend: LLVMBackend { LLVMBackend(options: engine.llvm) }

  private func rewritten() throws -> TextProgram {
    program.with(try engine.rewriting.rewritten(program.results.map(\.tensor), evaluator: InterpretingEvaluator()))
  }

  /// The program as scheduling sees it: composite operations taken apart, equal expressions merged.
  private func normalized() throws -> TextProgram {
    var normalizer = GraphNormalizer()
    return program.with(normalizer.normalize(try rewritten().results.map(\.tensor)))
  }

  /// The loops, stage by stage where extents are values that the program computes.
  private func scheduled() throws -> [ScheduledProgram] {
    var options = CompilationOptions.standard
    options.rewriting = try engine.rewriting
    return try compile(
      inputs: program.parameters.map(\.tensor), outputs: program.results.map(\.tensor), name: program.name, options: options
    ).scheduledPrograms()
  }
}
