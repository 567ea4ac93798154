import TensorText
import TensorVisualization
import Testing

/// An operation that is made of operations that are made of others.
private struct SoftmaxTwice: Operation {
  var name: String { "softmax_twice" }
  func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference { Inference(inputs[0]) }
  var lowering: Lowering { .composite { [softmax(softmax($0[0]))] } }
}

/// An operation that is made of itself.
private struct Endless: Operation {
  var name: String { "endless" }
  func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference { Inference(inputs[0]) }
  var lowering: Lowering { .composite { [exp(.make(Endless(), [$0[0]], at: .none))] } }
}

/// An operation that gives its operand.
private struct Same: Operation {
  var name: String { "same" }
  func infer(_ inputs: [TensorType]) throws(TensorError) -> Inference { Inference(inputs[0]) }
  var lowering: Lowering { .composite { [$0[0]] } }
}

@Suite("Graphviz") struct DOTTests {
  private static let head = """
      node [shape=box, style="rounded,filled", fillcolor="#ffffff", fontname="Helvetica", fontsize=11];
      edge [fontname="Helvetica", fontsize=9, color="#667085", fontcolor="#667085", arrowsize=0.7];

    """
  private static let x =
    "n0 [label=\"x\\nf64[n]\", shape=ellipse, style=filled, fillcolor=\"#e6f4f1\", tooltip=\"p.tj:1:2\"];"

  @Test("softmax as one node") func folded() throws {
    let text = GraphPicture(try parsed("(x: f64[n]) -> softmax(x) - 1")).dot()
    #expect(
      text == """
        digraph "main" {
        \(DOTTests.head)\
          \(DOTTests.x)
          n1 [label="softmax axis=0\\nf64[n]", fillcolor="#f4ebff", peripheries=2, tooltip="p.tj:1:16"];
          n2 [label="1\\ni64", style="rounded,filled", fillcolor="#f2f4f7", tooltip="p.tj:1:27"];
          n3 [label="subtract\\nf64[n]", tooltip="p.tj:1:27"];
          n0 -> n1;
          n1 -> n3 [headlabel="0"];
          n2 -> n3 [headlabel="1"];
          out0 [label="out0", shape=plaintext, style=""];
          n3 -> out0;
        }

        """)
  }

  @Test("softmax as what it is made of") func opened() throws {
    let text = GraphPicture(try parsed("(x: f64[n]) -> softmax(x)")).dot(levels: 1)
    #expect(
      text == """
        digraph "main" {
        \(DOTTests.head)\
          \(DOTTests.x)
          subgraph cluster_1 {
            label="softmax axis=0"; style="rounded,dashed"; color="#7f56d9";
            fontname="Helvetica"; fontsize=11; fontcolor="#7f56d9";
            n2 [label="op.max axis=0 keepdims=true\\nf64[1]"];
            n3 [label="negative\\nf64[1]"];
            n4 [label="exp_sum\\nf64[n]"];
            n5 [label="sum axis=0 keepdims=true\\nf64[1]"];
            n6 [label="divide\\nf64[n]"];
          }
          n0 -> n2;
          n2 -> n3;
          n0 -> n4;
          n3 -> n4;
          n4 -> n5;
          n4 -> n6 [headlabel="0"];
          n5 -> n6 [headlabel="1"];
          out0 [label="out0", shape=plaintext, style=""];
          n6 -> out0;
        }

        """)
  }

  @Test("operations in operations are boxes in boxes") func nested() throws {
    let picture = GraphPicture([.make(SoftmaxTwice(), [Tensor("x", .f64, ["n"])], at: .none)])
    let owners = picture.nodes.compactMap(\.owner)
    #expect(owners.contains { picture.nodes[$0].owner != nil } && owners.contains { picture.nodes[$0].owner == nil })
    let text = picture.dot(levels: 8)
    #expect(text.matches(of: /subgraph/).count == 3 && text.matches(of: /\{/).count == text.matches(of: /\}/).count)
    #expect(text.contains("\n    subgraph cluster_2 {\n      label=\"softmax axis=0\""))
    #expect(picture.dot(levels: 1).matches(of: /subgraph/).count == 1)
    // Folded, everything is one node with its operand and its result.
    #expect(picture.dot().matches(of: /->/).count == 2 && !picture.dot().contains("subgraph"))
  }

  @Test("operations of themselves, and of nothing") func strange() {
    let x = Tensor("x", .f64, ["n"])
    let endless = GraphPicture([.make(Endless(), [x], at: .none)])
    #expect(endless.nodes.count < 100 && endless.dot(levels: .max).contains("endless"))
    let same = GraphPicture([exp(.make(Same(), [x], at: .none))])
    #expect(same.dot(levels: 1).contains("n0 -> n2") && !same.dot(levels: 1).contains("subgraph"))
    #expect(GraphPicture([]).dot().hasSuffix("}\n") && GraphPicture([]).html.contains("</html>"))
  }

  @Test("labels cannot end early") func escaping() throws {
    let hostile = Tensor("a\"]; b\\\n\u{0}<b>", .f64, ["n"])
    let text = GraphPicture([exp(hostile)], title: "a\"{").dot()
    #expect(text.contains(#"label="a\"]; b\\\n�<b>\nf64[n]""#))
    #expect(text.contains(#"digraph "a\"{" {"#))
  }

  @Test("without graphviz the error names the package") func missing() throws {
    #expect(GraphvizError.notInstalled.description.contains("apt-get install graphviz"))
    do {
      let svg = try GraphPicture(try parsed("(x: f64[n]) -> softmax(x)")).svg(levels: 1)
      #expect(svg.contains("<svg") && svg.contains("softmax"))
    } catch let error as GraphvizError {
      // A machine without graphviz.
      #expect(error == .notInstalled)
    }
  }

  @Test("edges say which operand") func edges() throws {
    let picture = GraphPicture(try parsed("(x: f64[n], y: f64[n]) -> x - y"))
    #expect(picture.nodes.map(\.label) == ["x", "y", "subtract"])
    #expect(picture.edges.map { [$0.source.node, $0.target, $0.operand] } == [[0, 2, 0], [1, 2, 1]])
    #expect(picture.outputs.map(\.name) == ["out0"])
    #expect(picture.nodes[2].hasOrderedOperands)
  }

  @Test("the same text each time") func deterministic() throws {
    let text = "(x: f64[n, k], w: f64[k, m]) -> var(softmax(x @ w), axis=0), x[1:, None]"
    let (a, b) = (GraphPicture(try parsed(text)), GraphPicture(try parsed(text)))
    #expect(a.dot(levels: 3) == b.dot(levels: 3))
    #expect(a.html == b.html)
  }
}
