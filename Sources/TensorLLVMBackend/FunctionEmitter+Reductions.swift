import TensorLLVM
import TensorLoopIR
import TensorScalars

extension FunctionEmitter {
  func emit(_ reduction: Reduction) { preconditionFailure("reductions are not emitted yet") }
  func emit(_ scan: Scan) { preconditionFailure("scans are not emitted yet") }
}
