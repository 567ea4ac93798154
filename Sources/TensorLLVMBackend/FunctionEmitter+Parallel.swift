import TensorLLVM
import TensorLoopIR
import TensorScalars

extension FunctionEmitter {
  /// Cuts the body out as a function of a range, which the runtime's threads or, for few iterations, this one run.
  ///
  /// Its environment is an array of 8-byte slots on this function's stack: the buffers, the symbols, then what it captures.
  func parallelLoop(_ loop: Loop, grain: SymbolicInteger) {
    guard let context, let bufferTable, let symbolTable else { preconditionFailure("no threads here") }
    let pointer = module.ir.pointerType
    let extent = integer(loop.extent)
    let least = intrinsic("llvm.smax", [integer(grain), integerConstant(1)])
    let (body, buffers, captures) = shared(loop) ?? outlined(loop, bufferTable)
    let environment = slot(i64, 2 + captures.count, use: 16)
    let captured = captures.map(bound)
    at(depth)
    let values = [buffers, symbolTable] + captured.map(\.ir)
    for (position, value) in values.enumerated() {
      module.ir.store(value, module.ir.element(i64, environment, module.ir.constant(position)), alignment: 8)
    }
    let threads = contextField(.threads, i64, context)
    let alone = module.ir.binary(
      .or, module.ir.compare(.signedLessOrEqual, threads, module.ir.constant(1)),
      module.ir.compare(.signedLessOrEqual, extent.ir, least.ir))
    let (single, several, end) = (block("single"), block("several"), block("joined"))
    module.ir.branch(alone, single, else: several)
    module.ir.position(atEndOf: single)
    module.ir.call(body, [context, environment, module.ir.constant(0), extent.ir, module.ir.constant(0)])
    module.ir.jump(to: end)
    module.ir.position(atEndOf: several)
    let run = contextField(.parallelFor, pointer, context)
    module.ir.call(
      run, module.ir.functionType([pointer, pointer, pointer, i64, i64], module.ir.voidType),
      [context, body.value, environment, extent.ir, least.ir])
    module.ir.jump(to: end)
    levels[depth].block = end
  }

  /// The loop as a function of its own.
  private func outlined(_ loop: Loop, _ bufferTable: IRValue) -> (IRFunction, buffers: IRValue, captures: [MemoKey]) {
    let body = outlinedFunction()
    let child = FunctionEmitter(module, body, parent: self)
    child.emitRange(of: loop)
    return (body, bufferTable, child.captures)
  }

  /// The function that computes this and other loops alike, and a table of this one's buffers; nil for a loop unlike all others.
  private func shared(_ loop: Loop) -> (IRFunction, buffers: IRValue, captures: [MemoKey])? {
    guard depth == 0, let (kernel, arguments) = module.sharedKernel(loop), let bufferTable else { return nil }
    let body = module.code(of: kernel) {
      let function = outlinedFunction()
      FunctionEmitter(module, function, parent: self, buffers: kernel.buffers).emitRange(of: kernel.loop)
      return function
    }
    let pointer = module.ir.pointerType
    let table = slot(pointer, arguments.count, use: 17)
    at(depth)
    for (position, buffer) in arguments.enumerated() {
      let address = module.ir.load(pointer, module.ir.element(pointer, bufferTable, module.ir.constant(buffer)), alignment: 8)
      module.ir.store(address, module.ir.element(pointer, table, module.ir.constant(position)), alignment: 8)
    }
    return (body, table, [])
  }

  private func outlinedFunction() -> IRFunction {
    let pointer = module.ir.pointerType
    return module.addFunction(
      module.outlinedName(), [pointer, pointer, i64, i64, i64], module.ir.voidType, isInternal: true)
  }

  /// The outlined function: `(context, environment, begin, end, worker)`.
  private func emitRange(of loop: Loop) {
    context = function.parameter(0)
    environment = function.parameter(1)
    worker = function.parameter(4)
    module.ir.position(atEndOf: entry)
    let pointer = module.ir.pointerType
    bufferTable = module.ir.load(pointer, function.parameter(1), alignment: 8)
    let second = module.ir.element(i64, function.parameter(1), module.ir.constant(1))
    symbolTable = module.ir.load(pointer, second, alignment: 8)
    let first = Operand(function.parameter(2), lanes: 1, level: 0)
    let end = Operand(function.parameter(3), lanes: 1, level: 0)
    counted(first, end, writes: loop.body.writes) { index, _ in
      remember(.loop(loop.variable), index)
      emit(loop.body)
      return []
    }
    fenceStreams()
    finish(returning: nil)
  }
}
