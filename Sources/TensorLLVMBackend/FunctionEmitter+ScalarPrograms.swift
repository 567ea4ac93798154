import TensorLLVM
import TensorLoopIR
import TensorScalars

// Scalar functions inline; their rare cases go to a cold path.
extension FunctionEmitter {
  /// A call of a scalar function.
  func call(_ signature: ScalarSignature, _ arguments: [Operand]) -> Operand {
    switch module.form(of: signature) {
    case .expansion(let program): return emit(program, arguments)[0]
    case .rareCase(let program, let exact):
      let values = emit(program, arguments)
      return patched(signature, exact, arguments, fast: values[0], rare: values[1])
    }
  }

  /// The results of a program.
  func emit(_ program: ScalarProgram, _ arguments: [Operand]) -> [Operand] {
    var values: [Operand] = []
    values.reserveCapacity(program.instructions.count)
    for instruction in program.instructions {
      switch instruction {
      case .argument(let number): values.append(arguments[number])
      case .constant(let value): values.append(constant(value))
      case .primitive(let primitive, let list):
        let type = primitive.operandType(list.map { program.types[$0] })
        values.append(self.primitive(primitive, list.map { values[$0] }, type))
      case .call(let function, let list):
        let signature = ScalarSignature(function: function, types: list.map { program.types[$0] })
        values.append(call(signature, list.map { values[$0] }))
      }
    }
    return program.results.map { values[$0] }
  }

  /// `fast` where `rare` does not hold and the exact function where it does: a branch to a cold block that visits
  /// the rare lanes one by one.
  private func patched(
    _ signature: ScalarSignature, _ exact: ScalarProgram, _ arguments: [Operand], fast: Operand, rare: Operand
  ) -> Operand {
    if rare.lanes == 1, rare.ir.isConstant, rare.level == 0, isFalse(rare) { return fast }
    let exactFunction = module.rareFunction(signature, exact)
    let lanes = ([fast, rare] + arguments).reduce(1) { max($0, $1.lanes) }
    var level = ([fast, rare] + arguments).reduce(0) { max($0, $1.level) }
    var flag = widened(rare, lanes)
    let fastValue = widened(fast, lanes)
    let argumentValues = arguments.map { widened($0, lanes) }
    if let mask = vector?.mask, lanes > 1, let variable = vector?.lanes, variable == lanes {
      level = max(level, mask.level)
      at(level)
      flag = module.ir.binary(.and, flag, mask.ir)
    }
    return replaced(Operand(fastValue, lanes: lanes, level: level), whereAny: flag) {
      if lanes == 1 { return module.ir.call(exactFunction, argumentValues) }
      let cold = levels[level].block
      let element = module.registerType(exact.types[exact.results[0]])
      let resultSlot = slot(element, lanes, use: 0)
      let argumentSlots = signature.types.enumerated().map {
        slot(module.registerType($0.element), lanes, use: $0.offset + 1)
      }
      module.ir.position(atEndOf: cold)
      module.ir.store(fastValue, resultSlot, alignment: 64)
      for (value, place) in zip(argumentValues, argumentSlots) { module.ir.store(value, place, alignment: 64) }
      levels[level].block = forEachLane(of: flag, lanes: lanes) { lane in
        let scalars = zip(signature.types, argumentSlots).map { type, place in
          module.ir.load(
            module.registerType(type), module.ir.element(module.registerType(type), place, lane),
            alignment: type.byteCount)
        }
        let value = module.ir.call(exactFunction, scalars)
        module.ir.store(value, module.ir.element(element, resultSlot, lane), alignment: 1)
      }
      return module.ir.load(fastValue.type, resultSlot, alignment: 64)
    }
  }

  /// `fast`, or where any lane of `flag` is set what `exact` computes, in a cold block of the level of `fast`.
  func replaced(_ fast: Operand, whereAny flag: IRValue, by exact: () -> IRValue) -> Operand {
    at(fast.level)
    let (cold, end) = (block("rare"), block("rare.end"))
    let from = levels[fast.level].block
    unlikelyBranch(any(flag, lanes: fast.lanes), cold, else: end)
    levels[fast.level].block = cold
    at(fast.level)
    let slow = exact()
    at(fast.level)
    module.ir.jump(to: end)
    let coldEnd = levels[fast.level].block
    levels[fast.level].block = end
    at(fast.level)
    let phi = module.ir.phi(fast.ir.type)
    module.ir.addIncoming(phi, fast.ir, from: from)
    module.ir.addIncoming(phi, slow, from: coldEnd)
    return Operand(phi, lanes: fast.lanes, level: fast.level)
  }

  private func isFalse(_ operand: Operand) -> Bool { operand.ir == module.ir.constant(0, bits: 1) }
}
