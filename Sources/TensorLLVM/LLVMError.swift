import CLLVM

/// What LLVM refused, in its own words.
public struct LLVMError: Error, Hashable, CustomStringConvertible {
  /// The step that failed.
  public enum Step: String, Hashable, Sendable {
    case target = "choosing a target"
    case verification = "verifying the module"
    case passes = "running passes"
    case codeGeneration = "generating code"
    case linking = "linking"
    case unlinking = "unlinking"
  }

  public let step: Step
  public let message: String

  public init(_ step: Step, _ message: String) { (self.step, self.message) = (step, message) }

  public var description: String { "LLVM: \(step.rawValue): \(message)" }

  /// Throws the error that an LLVM call returned, and releases it.
  static func check(_ error: LLVMErrorRef?, _ step: Step) throws(LLVMError) {
    guard let error else { return }
    guard let text = LLVMGetErrorMessage(error) else { throw LLVMError(step, "unknown error") }
    defer { LLVMDisposeErrorMessage(text) }
    throw LLVMError(step, String(cString: text))
  }
}

/// The text of a message that LLVM allocated, which is released.
func takeMessage(_ text: UnsafeMutablePointer<CChar>?) -> String {
  guard let text else { return "" }
  defer { LLVMDisposeMessage(text) }
  return String(cString: text)
}
