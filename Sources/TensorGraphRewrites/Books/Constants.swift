/// What can be computed before the program runs, and conversions that need not be.
let constants = TensorRuleBook("constants", "what is known before the program runs, and casts", tags: ["canonicalize"]) {
  let (x, array) = (anyTensor("x"), TensorPattern.call("constant"))
  let anyDtype: KeyValuePairs<String, AttributePattern<TensorLanguage>.Value> = ["dtype": .variable("dtype")]

  Rule(
    "fold",
    .variable(
      Variable("f", where: Condition("is a function of numbers") { tensor, _ in
        tensor.node.operation is Elementwise && tensor.node.inputs.allSatisfy { $0.node.operation is Literal }
      })), gives: "its value", amongOperands: [TensorLanguage.literalHead]
  ) { match, language in language.folded(match.root) }
  Rule("fold-array", .variable(Variable("f", where: Condition("is a function of small arrays") { tensor, language in
    language.isFunctionOfArrays(tensor)
  })), gives: "its value",
    amongOperands: [TensorLanguage.Head("constant")]) { match, language in language.evaluated(match.root) }
    .meant(for: .elementwise(array), exp(array), array + array)

  Rule("fold-cast", .call("astype", x, attributes: anyDtype), where: .of("x", "is a number") { tensor, language in
    language.constant(of: tensor) != nil
  }, gives: "the number in that type") { match, _ in
    guard let literal = match["x"].node.operation as? Literal else { return nil }
    return Tensor(literal.value.converted(to: match.root.elementType), at: match.place)
  }
  Rule(
    "astype-of-wider", .call("astype", .named("wide", .call("astype", x))),
    where: .of("wide", "holds all that x can be") { wide, _ in
      wide.elementType.holdsAll(of: wide.node.inputs[0].elementType)
    }, gives: "astype(x, dtype=dtype)"
  ) { match, _ in
    let (wide, x) = (match["wide"].elementType, match["x"].elementType)
    // Integers wrap where they do not fit, floats do not.
    if wide.isInexact, !x.isInexact, !match.root.elementType.isInexact, !match.root.elementType.holdsAll(of: x) { return nil }
    return match["x"].converted(to: match.root.elementType, at: match.place)
  }

  Rule("assume-assume", .call("assume", .named("inner", .call("assume", x))), gives: "one statement of both") { match, _ in
    guard let outer = match.root.node.operation as? Assume, let inner = match["inner"].node.operation as? Assume else { return nil }
    return .make(Assume(Set(outer.assumptions + inner.assumptions)), [match["x"]], at: match.place)
  }
}

/// What only derivatives look at has served its purpose when a function is compiled. (Gradients leave these rules out.)
let gates = TensorRuleBook("gates", "what only derivatives look at", tags: ["canonicalize", "gates"]) {
  let x = anyTensor("x")
  Rule("stop-gradient", .call("stop_gradient", x) => x)
  Rule("zero-gradient", .call("zero_gradient", x) => x)
  Rule("clip-gradient", .call("clip_gradient", x) => x)
  Rule("scale-gradient", .call("scale_gradient", x) => x)
}

/// Facts have been used: what stated them may go. Signs that were moved outwards go where they cost nothing.
let endings = TensorRuleBook("endings", "what has served its purpose", tags: ["finish"]) {
  let x = anyTensor("x")
  Rule("assume", .call("assume", x) => x)
  // These functions take the sign off and put it back.
  Rule("negated-tanh", -tanh(x) => tanh(-x), where: .operandIsUsedOnce)
  Rule("negated-erf", -erf(x) => erf(-x), where: .operandIsUsedOnce)
}

extension ElementType {
  /// Whether every value of the other type is one of this, so that converting to it loses nothing. (NumPy's safe casts take
  /// i64 to f64, which rounds.)
  fileprivate func holdsAll(of other: ElementType) -> Bool {
    guard other.canCastSafely(to: self) else { return false }
    guard isInexact, !other.isInexact else { return true }
    return other.bitWidth - (other.isSignedInteger ? 1 : 0) <= (realType == .f32 ? 24 : 53)
  }
}
