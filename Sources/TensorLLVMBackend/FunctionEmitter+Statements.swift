import TensorLLVM
import TensorLoopIR
import TensorScalars

// Statements other than loops.
extension FunctionEmitter {
  func emit(_ statements: [Statement]) {
    var passed: PassedCheck?
    for statement in statements {
      let before = passed
      passed = nil
      switch statement {
      case .define(let value, let expression):
        if let before, let chosen = chosen(by: before, expression) {
          remember(.value(value.number), chosen)
        } else {
          define(value, expression)
        }
      case .store(let value, let access): store(bound(.value(value.number)), value.type, access)
      case .loop(let loop): emit(loop)
      case .fold(let fold): emit(fold)
      case .reduce(let reduction): emit(reduction)
      case .scan(let scan): emit(scan)
      case .call(let call): emit(call)
      case .check(let check): passed = emit(check)
      case .prefetch(let access): prefetch(access)
      }
    }
  }

  /// Where a check of one lane left the code: behind it nothing need be asked again.
  private struct PassedCheck {
    let condition: Int
    let passing: IRBlock
    let failing: IRBlock
  }

  /// What a choice by the condition of the check just before it gives: each of its values comes from its side of the check.
  private func chosen(by check: PassedCheck, _ expression: Expression) -> Operand? {
    guard case .primitive(.select, let values) = expression, values[0].number == check.condition else { return nil }
    let (held, failed) = (bound(.value(values[1].number)), bound(.value(values[2].number)))
    guard held.lanes == 1, failed.lanes == 1 else { return nil }
    at(depth)
    let phi = module.ir.phi(held.ir.type)
    module.ir.addIncoming(phi, held.ir, from: check.passing)
    module.ir.addIncoming(phi, failed.ir, from: check.failing)
    return Operand(phi, lanes: 1, level: depth)
  }

  private func prefetch(_ access: Access) {
    let pointer = address(access.buffer, access.offset)
    at(depth)
    // To be written or read; kept in all caches; data.
    let isWritten = buffers[access.buffer].role.isWritable ? 1 : 0
    module.ir.call(
      module.intrinsic("llvm.prefetch", [module.ir.pointerType]),
      [pointer.ir] + [isWritten, 3, 1].map { module.ir.constant($0, bits: 32) })
  }

  private func define(_ value: Value, _ expression: Expression) {
    // Emitted already, outside the loop, for another width of the same body.
    if let known = remembered(.value(value.number)), known.lanes == 1 { return }
    let operand: Operand
    switch expression {
    case .constant(let scalar): operand = constant(scalar)
    case .index(let index): operand = integer(index)
    case .load(let access): operand = load(access)
    case .primitive(let primitive, let values):
      let type = primitive.operandType(values.map(\.type))
      operand = self.primitive(primitive, values.map { bound(.value($0.number)) }, type)
    case .call(let function, let values):
      operand = call(
        ScalarSignature(function: function, types: values.map(\.type)), values.map { bound(.value($0.number)) })
    }
    remember(.value(value.number), operand)
  }

  /// A routine of the runtime, with its integers and pointers in arrays on the stack.
  private func emit(_ call: LibraryCall) {
    guard let context else { preconditionFailure("no library here") }
    let integers = slot(i64, max(call.integers.count, 1), use: 0)
    let pointers = slot(module.ir.pointerType, max(call.pointers.count, 1), use: 0)
    let values = call.integers.map { integer($0) }
    let addresses = call.pointers.map { address($0.buffer, $0.offset) }
    at(depth)
    for (position, value) in values.enumerated() {
      module.ir.store(value.ir, module.ir.element(i64, integers, module.ir.constant(position)), alignment: 8)
    }
    for (position, pointer) in addresses.enumerated() {
      let place = module.ir.element(module.ir.pointerType, pointers, module.ir.constant(position))
      module.ir.store(pointer.ir, place, alignment: 8)
    }
    let pointer = module.ir.pointerType
    let routine = contextField(.library, pointer, context)
    module.ir.call(
      routine, module.ir.functionType([pointer, i64, pointer, pointer], module.ir.voidType),
      [context, module.ir.constant(Int(call.routine.rawValue)), integers, pointers])
  }

  /// Reports every failing lane to the host from a cold block.
  private func emit(_ check: Check) -> PassedCheck? {
    guard let context else { preconditionFailure("no checks here") }
    let holds = bound(.value(check.condition.number))
    let operands = [integer(check.order), bound(.value(check.index.number)), integer(check.extent)]
    var failed = binary(.xor, holds, constant(ScalarValue(true)))
    let lanes = operands.reduce(failed.lanes) { max($0, $1.lanes) }
    if lanes > 1, let mask = vector?.mask { failed = binary(.and, failed, mask) }
    let flag = widened(failed, lanes)
    let vectors = operands.map { widened($0, lanes) }
    let slots = lanes == 1 ? [] : operands.indices.map { slot(i64, lanes, use: 8 + $0) }
    let (passing, cold, end) = (levels[depth].block, block("failed"), block("checked"))
    at(depth)
    unlikelyBranch(any(flag, lanes: lanes), cold, else: end)
    module.ir.position(atEndOf: cold)
    for (value, place) in zip(vectors, slots) { module.ir.store(value, place, alignment: 64) }
    let failing = forEachLane(of: flag, lanes: lanes) { lane in
      let numbers = lanes == 1
        ? vectors : slots.map { module.ir.load(i64, module.ir.element(i64, $0, lane), alignment: 8) }
      let fail = contextField(.fail, module.ir.pointerType, context)
      module.ir.call(
        fail, module.ir.functionType([module.ir.pointerType, i64, i64, i64, i64], module.ir.voidType),
        [context, module.ir.constant(check.site)] + numbers)
    }
    module.ir.jump(to: end)
    levels[depth].block = end
    return lanes == 1 ? PassedCheck(condition: check.condition.number, passing: passing, failing: failing) : nil
  }
}
