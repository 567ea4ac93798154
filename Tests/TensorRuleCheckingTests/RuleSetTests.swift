import TensorGraphRewrites
import TensorJIT
import TensorRuleChecking
import Testing

@Suite("Rules together")
struct RuleSetTests {
  private func database(@RuleBuilder<TensorLanguage> _ rules: () -> [TensorRule]) -> TensorRuleDatabase {
    var database = TensorRuleDatabase(stages: ["only"])
    let isRegistered = database.register(TensorRuleBook("mine", "of this test", rules), in: "only")
    #expect(isRegistered)
    return database
  }

  @Test("loops of several rules are found") func loops() {
    let x = anyTensor("x")
    let report = checkRuleSet(
      database {
        Rule("there", exp(x) => exp2(x * 1.5))
        Rule("back", exp2(x) => exp(x * 1.5))
      }, orders: 2)
    #expect(!report.loops.isEmpty)
    #expect(Set(report.loops[0].rules) == ["there", "back"])
  }

  @Test("rules in the shadow of others are found") func shadows() {
    let x = anyTensor("x")
    let report = checkRuleSet(
      database {
        Rule("all-tangents", tan(x) => sin(x) / cos(x), tags: ["grows"], priority: 1)
        Rule("tangent-of-angle", tan(arctan(x)) => x + 0.0)
      }, orders: 2)
    #expect(report.shadows.map(\.rule) == ["tangent-of-angle"])
    #expect(report.overlaps.contains { Set([$0.outer, $0.inner]) == ["all-tangents", "tangent-of-angle"] })
  }

  @Test("costs that depend on the order are found") func costs() {
    let x = anyTensor("x")
    let report = checkRuleSet(
      database {
        Rule("cheap", tan(arctan(x)) => x * 1.0)
        Rule("dear", tan(arctan(x)) => exp(log(x)))
      })
    #expect(!report.costs.isEmpty)
    #expect(!report.values.isEmpty)
  }

  @Test("programs handed in count") func programs() {
    let x = anyTensor("x")
    let v = Tensor("v", .f64, ["n"])
    let report = checkRuleSet(
      database { Rule("sine", sin(-x) => -sin(x)) }, programs: [cos(v)], orders: 1, instances: 1)
    #expect(report.programs == 2)
    #expect(report.silent.isEmpty)
    #expect(report.isCorrect)
  }
}
