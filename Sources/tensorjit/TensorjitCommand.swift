import ArgumentParser

/// The command line.
@main struct TensorjitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tensorjit",
    abstract: "Compiles tensor programs to native code and runs them.",
    discussion: """
      Programs are written in NumPy's vocabulary, with the types of their parameters:

        tensorjit eval -e '(x: f64[n]) -> exp(x) / sum(exp(x))' --input 'x=[1, 2, 3]'
        tensorjit eval model.tj --input data.npz --output out.npz
        tensorjit ir model.tj --stage loops
        tensorjit asm -e '(x: f32[n], y: f32[n]) -> x * y + 1'
        tensorjit ops softmax
        tensorjit rewrite -e '(x: f64[n]) -> log(1 + exp(x))' --trace
        tensorjit draw model.tj --output model.html

      Exit status: 0 success; 64 wrong command line; 65 something wrong with the program, the files or the inputs,
      found before computing; 70 found while computing.
      """,
    version: Versions.own,
    subcommands: [
      EvalCommand.self, IRCommand.self, AsmCommand.self, OpsCommand.self, DrawCommand.self,
      RewriteCommand.self, RulesCommand.self, CheckRulesCommand.self, CheckDerivativesCommand.self, InfoCommand.self,
      CacheCommand.self,
      BenchCommand.self, WorkerCommand.self,
    ])
}
