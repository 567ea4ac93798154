import TensorLLVM
import TensorLoopIR
import TensorScalars

// Instructions on operands: each is placed at the deepest level of its operands, in as many lanes as the widest.
extension FunctionEmitter {
  var i64: IRType { module.ir.integerType(64) }

  func integerConstant(_ value: Int) -> Operand { Operand(module.ir.constant(value), lanes: 1, level: 0) }

  func constant(_ value: ScalarValue) -> Operand {
    let bits = module.ir.constant(bits: value.bits, module.ir.integerType(value.type.bitWidth))
    let ir = value.type.isFloat ? module.ir.bitcast(constant: bits, to: module.registerType(value.type)) : bits
    return Operand(ir, lanes: 1, level: 0)
  }

  /// The operand in exactly `lanes` lanes.
  func widened(_ operand: Operand, _ lanes: Int) -> IRValue {
    if operand.lanes == lanes { return operand.ir }
    precondition(operand.lanes == 1, "a vector of \(operand.lanes) lanes cannot become one of \(lanes)")
    let ir = operand.ir
    if ir.isConstant { return module.ir.vector([IRValue](repeating: ir, count: lanes)) }
    if let known = remembered(.splat(ir, lanes)) { return known.ir }
    at(operand.level)
    let first = module.ir.insert(ir, into: module.ir.poison(ir.type.lanes(lanes)), at: module.ir.constant(0))
    let vector = module.ir.shuffle(first, [Int](repeating: 0, count: lanes))
    remember(.splat(ir, lanes), Operand(vector, lanes: lanes, level: operand.level))
    return vector
  }

  /// Applies an instruction to operands widened to common lanes, at their deepest level.
  func apply(_ operands: [Operand], _ body: ([IRValue]) -> IRValue) -> Operand {
    let lanes = operands.reduce(1) { max($0, $1.lanes) }
    let level = operands.reduce(0) { max($0, $1.level) }
    let values = operands.map { widened($0, lanes) }
    at(level)
    return Operand(body(values), lanes: lanes, level: level)
  }

  func binary(_ operation: BinaryOperation, _ a: Operand, _ b: Operand) -> Operand {
    apply([a, b]) { module.ir.binary(operation, $0[0], $0[1]) }
  }

  func compare(_ predicate: IntegerPredicate, _ a: Operand, _ b: Operand) -> Operand {
    apply([a, b]) { module.ir.compare(predicate, $0[0], $0[1]) }
  }

  func compare(_ predicate: FloatPredicate, _ a: Operand, _ b: Operand) -> Operand {
    apply([a, b]) { module.ir.compare(predicate, $0[0], $0[1]) }
  }

  func select(_ condition: Operand, _ a: Operand, _ b: Operand) -> Operand {
    apply([condition, a, b]) { module.ir.select($0[0], $0[1], $0[2]) }
  }

  /// An intrinsic overloaded on the type of its operands.
  func intrinsic(_ name: String, _ operands: [Operand]) -> Operand {
    apply(operands) { module.ir.call(module.intrinsic(name, [$0[0].type]), $0) }
  }

  /// A conversion to the scalar type `type`, in the operand's lanes.
  func cast(_ operation: CastOperation, _ a: Operand, _ type: IRType) -> Operand {
    apply([a]) { module.ir.cast(operation, $0[0], to: type.lanes(a.lanes)) }
  }

  /// Whether any lane holds, as one bit.
  func any(_ mask: IRValue, lanes: Int) -> IRValue {
    if lanes == 1 { return mask }
    let bits = module.ir.cast(.bitcast, mask, to: module.ir.integerType(lanes))
    return module.ir.compare(.notEqual, bits, module.ir.zero(bits.type))
  }

  /// Branches that are hardly ever taken.
  func unlikelyBranch(_ condition: IRValue, _ cold: IRBlock, else hot: IRBlock) {
    let branch = module.ir.branch(condition, cold, else: hot)
    module.ir.setMetadata(branch, module.branchWeights, module.ir.unlikely)
  }

  /// Runs `body` for every lane whose bit is set in `mask`, in order; the builder stands in a cold block and after
  /// the loop in the block returned.
  func forEachLane(of mask: IRValue, lanes: Int, _ body: (IRValue) -> Void) -> IRBlock {
    if lanes == 1 {
      body(module.ir.constant(0))
      let end = block("lane.end")
      module.ir.jump(to: end)
      module.ir.position(atEndOf: end)
      return end
    }
    let (before, loop, end) = (block("lanes"), block("lane"), block("lanes.end"))
    module.ir.jump(to: before)
    module.ir.position(atEndOf: before)
    var bits = module.ir.cast(.bitcast, mask, to: module.ir.integerType(lanes))
    if lanes < 64 { bits = module.ir.cast(.zeroExtend, bits, to: i64) }
    module.ir.jump(to: loop)
    module.ir.position(atEndOf: loop)
    let left = module.ir.phi(i64)
    module.ir.addIncoming(left, bits, from: before)
    let lane = module.ir.call(
      module.intrinsic("llvm.cttz", [i64]), [left, module.ir.constant(1, bits: 1)])
    body(lane)
    let rest = module.ir.binary(.and, left, module.ir.binary(.subtract, left, module.ir.constant(1)))
    module.ir.addIncoming(left, rest, from: loop)
    module.ir.branch(module.ir.compare(.notEqual, rest, module.ir.constant(0)), loop, else: end)
    module.ir.position(atEndOf: end)
    return end
  }
}
