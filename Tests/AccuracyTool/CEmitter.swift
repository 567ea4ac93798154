import TensorScalars

/// Writes scalar programs as C functions over arrays.
struct CEmitter {
  private(set) var text = """
    #include <stdint.h>
    #include <string.h>
    #include <stddef.h>
    #define A static inline __attribute__((always_inline))
    typedef struct { const char *name; int arity, floats; void *call; } entry;
    A double f64_i64(int64_t x) { double y; memcpy(&y, &x, 8); return y; }
    A int64_t i64_f64(double x) { int64_t y; memcpy(&y, &x, 8); return y; }
    A float f32_i32(int32_t x) { float y; memcpy(&y, &x, 4); return y; }
    A int32_t i32_f32(float x) { int32_t y; memcpy(&y, &x, 4); return y; }

    """
  private var table: [String] = []
  private var emitted: Set<String> = []

  /// The C function of one record for arguments all of one float type, if the record has a float result there.
  mutating func emit(_ function: ScalarFunction, _ type: ElementType) {
    let types = [ElementType](repeating: type, count: function.arity)
    guard let signature = function.signature(for: types), signature.arguments == types, signature.result == type
    else { return }
    let name = "\(function.name)_\(type)"
    let parameters = (0..<function.arity).map { "\(c(type)) a\($0)" }.joined(separator: ", ")
    let loads = (0..<function.arity).map { "p\($0)[i]" }.joined(separator: ", ")
    let pointers = (0..<function.arity).map { "const \(c(type)) *restrict p\($0)" }.joined(separator: ", ")
    func define(_ suffix: String, _ expression: ScalarExpression) {
      let program = ScalarProgram(expression)
      let lines = body(program)
      text += "// \(program.instructions.count) instructions\n"
      text += "A \(c(expression.type)) \(name)\(suffix)(\(parameters)) {\n\(lines)}\n"
    }
    let head = "void \(name)(\(pointers), \(c(type)) *restrict o, long n)"
    switch function.machineForm(for: types) {
    case .expansion(let expression):
      define("_1", expression)
      text += "\(head) {\n  for (long i = 0; i < n; i++) o[i] = \(name)_1(\(loads));\n}\n"
    case .rareCase(let fast, let rare, let exact):
      define("_1", fast)
      define("_rare", rare)
      define("_exact", exact)
      text += """
        \(head) {
          for (long base = 0; base < n; base += 512) {
            long end = base + 512 < n ? base + 512 : n;
            uint8_t flag = 0;
            for (long i = base; i < end; i++) {
              o[i] = \(name)_1(\(loads));
              flag |= \(name)_rare(\(loads));
            }
            if (__builtin_expect(flag, 0))
              for (long i = base; i < end; i++) if (\(name)_rare(\(loads))) o[i] = \(name)_exact(\(loads));
          }
        }

        """
    }
    table.append("{ \"\(name)\", \(function.arity), \(type == .f32 ? 1 : 0), (void *)\(name) },")
  }

  /// The table of all functions that `accuracy.c` reads, written last.
  mutating func finish() {
    text += "entry entries[] = {\n\(table.joined(separator: "\n"))\n{ 0, 0, 0, 0 }\n};\n"
  }

  private mutating func body(_ program: ScalarProgram) -> String {
    var lines = ""
    for (index, instruction) in program.instructions.enumerated() {
      let type = program.types[index]
      let value: String
      switch instruction {
      case .argument(let number): value = "a\(number)"
      case .constant(let constant): value = literal(constant)
      case .primitive(let primitive, let operands):
        value = expression(primitive, operands.map { "v\($0)" }, operands.map { program.types[$0] }, type)
      case .call(let function, _): value = "\(function.name)_is_a_nested_rare_case"
      }
      lines += "  \(c(type)) v\(index) = \(value);\n"
    }
    return lines + "  return v\(program.results[0]);\n"
  }

  private func literal(_ value: ScalarValue) -> String {
    switch value.type {
    case .f64: "f64_i64((int64_t)\(value.bits)ull)"
    case .f32: "f32_i32((int32_t)\(value.bits)u)"
    case .bool, .i8, .i16, .i32, .i64, .u8, .u16, .u32, .u64, .f16, .bf16, .c64, .c128: "(\(c(value.type)))\(value.bits)ull"
    }
  }

  private mutating func expression(
    _ primitive: Primitive, _ v: [String], _ types: [ElementType], _ result: ElementType
  ) -> String {
    let type = types[0]
    let suffix = type == .f32 ? "f" : ""
    func builtin(_ name: String) -> String { "__builtin_\(name)\(suffix)(\(v.joined(separator: ", ")))" }
    func infix(_ sign: String) -> String { "(\(c(result)))(\(v[0]) \(sign) \(v[1]))" }
    func unsigned(_ text: String) -> String { "((u\(c(type)))\(text))" }
    switch primitive {
    case .add: return infix("+")
    case .subtract: return infix("-")
    case .multiply: return infix("*")
    case .divide: return infix("/")
    case .negate: return "-\(v[0])"
    case .fusedMultiplyAdd: return builtin("fma")
    case .squareRoot: return builtin("sqrt")
    case .absolute: return type.isFloat ? builtin("fabs") : "(\(v[0]) < 0 ? -\(v[0]) : \(v[0]))"
    case .copySign: return builtin("copysign")
    case .minimum:
      return type.isFloat
        ? "(\(v[0]) < \(v[1]) ? \(v[0]) : \(v[1]) < \(v[0]) ? \(v[1]) : \(v[0]) + \(v[1]))"
        : "(\(v[0]) < \(v[1]) ? \(v[0]) : \(v[1]))"
    case .maximum:
      return type.isFloat
        ? "(\(v[0]) > \(v[1]) ? \(v[0]) : \(v[1]) > \(v[0]) ? \(v[1]) : \(v[0]) + \(v[1]))"
        : "(\(v[0]) > \(v[1]) ? \(v[0]) : \(v[1]))"
    case .floor: return builtin("floor")
    case .ceiling: return builtin("ceil")
    case .truncate: return builtin("trunc")
    case .roundToEven: return builtin("rint")
    case .multiplyHigh: return "(uint64_t)(((unsigned __int128)\(v[0]) * \(v[1])) >> 64)"
    case .and: return infix("&")
    case .or: return infix("|")
    case .xor: return infix("^")
    case .not: return type == .bool ? "!\(v[0])" : "~\(v[0])"
    case .shiftLeft: return "((uint64_t)\(v[1]) < \(type.bitWidth) ? (\(c(type)))((uint64_t)\(v[0]) << \(v[1])) : 0)"
    case .shiftRight where type.isUnsignedInteger:
      return "((uint64_t)\(v[1]) < \(type.bitWidth) ? \(v[0]) >> \(v[1]) : 0)"
    case .shiftRight: return "(\(v[0]) >> ((uint64_t)\(v[1]) < \(type.bitWidth) ? \(v[1]) : \(type.bitWidth - 1)))"
    case .bitCount: return "__builtin_popcountll(\(v[0]))"
    case .leadingZeros:
      let count = "__builtin_clzll((uint64_t)\(v[0])) - \(64 - type.bitWidth)"
      return "(\(v[0]) == 0 ? \(type.bitWidth) : \(count))"
    case .equal: return infix("==")
    case .notEqual: return infix("!=")
    case .less: return infix("<")
    case .lessOrEqual: return infix("<=")
    case .greater: return infix(">")
    case .greaterOrEqual: return infix(">=")
    case .select: return "\(v[0]) ? \(v[1]) : \(v[2])"
    case .convert: return "(\(c(result)))\(v[0])"
    case .bitcast:
      if result == type { return v[0] }
      if type.isFloat { return "(\(c(result)))i\(type.bitWidth)_\(type)(\(v[0]))" }
      return result.isFloat ? "\(result)_i\(type.bitWidth)(\(v[0]))" : "(\(c(result)))\(v[0])"
    case .lookup(let table):
      if emitted.insert(table.name).inserted {
        let words = table.words.map { "\($0)ull" }.joined(separator: ", ")
        text += "static const uint64_t table_\(table.name)[] = { \(words) };\n"
      }
      let last = table.words.count - 1
      return "table_\(table.name)[\(v[0]) < 0 ? 0 : \(v[0]) > \(last) ? \(last) : \(v[0])]"
    case .floorQuotient, .floorRemainder, .quotient, .remainder: return "integer_division_is_not_emitted"
    }
  }

  private func c(_ type: ElementType) -> String {
    switch type {
    case .bool: "uint8_t"
    case .f32: "float"
    case .f64: "double"
    case .i8, .i16, .i32, .i64: "int\(type.bitWidth)_t"
    case .u8, .u16, .u32, .u64: "uint\(type.bitWidth)_t"
    case .f16, .bf16, .c64, .c128: "type_is_not_emitted"
    }
  }
}
