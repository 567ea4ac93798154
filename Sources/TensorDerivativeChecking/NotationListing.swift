import TensorJIT
import TensorText

/// What programs write in another way than as a call of tensors, as lists show it beside the operations.
package struct NotationListing {
  /// By what it is looked up.
  package let names: [String]
  package let form: String
  package let summary: String
  let elementTypes: String
  var derivative = "yes"
  let numpy: String

  package static let all: [NotationListing] =
    [
      NotationListing(
        names: ["getitem", "[]"], form: "x[index]",
        summary: "What an index names: integers, slices, None, ..., integer and boolean arrays, and mixtures of them, as in NumPy.",
        elementTypes: "all", numpy: "x[index]")
    ] + IndexedWrite.allCases.map(write)
    + ["mgrid", "ogrid"].map { name in
      NotationListing(
        names: [name], form: "\(name)[a:b, c:d:step]",
        summary: name == "mgrid" ? "Coordinates of all points of a grid." : "Coordinates along each axis of a grid, which broadcast to all its points.",
        elementTypes: "integers, floats", derivative: "flat", numpy: "np.\(name)[a:b, c:d:step]")
    }
    + FunctionOfFunction.allCases.map { outer in
      NotationListing(
        names: [outer.rawValue], form: outer.call, summary: outer.summary, elementTypes: "all",
        numpy: outer == .piecewise ? "np.piecewise(x, condlist, funclist)" : "")
    }

  package static func named(_ name: String) -> [NotationListing] { all.filter { $0.names.contains(name) } }

  private static func write(_ write: IndexedWrite) -> NotationListing {
    let (meaning, function): (String, String?) =
      switch write {
      case .set: ("are replaced by y", nil)
      case .add: ("have y added", "np.add")
      case .subtract: ("have y subtracted", "np.subtract")
      case .multiply: ("are multiplied by y", "np.multiply")
      case .divide: ("are divided by y", "np.divide")
      case .power: ("are raised to the power y", "np.power")
      case .min: ("are lowered to y where they are greater", "np.minimum")
      case .max: ("are raised to y where they are less", "np.maximum")
      }
    let types =
      switch write {
      case .set, .add: "all"
      case .subtract: "integers, floats, c64, c128"
      case .multiply: "integers, floats, bool; c64 and c128 without index arrays"
      case .divide: "floats; c64 and c128 without index arrays"
      case .power: "integers, floats; c64 and c128 without index arrays"
      case .min, .max: "integers, floats, bool; c64 and c128 without index arrays"
      }
    let repetition = write == .set ? "; of several for one place the last stays" : ", as often as the index names them"
    return NotationListing(
      names: ["at"], form: "x.at[index].\(write.rawValue)(y)",
      summary: "A copy of x whose elements at an index \(meaning)\(repetition).",
      elementTypes: types,
      numpy: function.map { "[z := np.array(x), \($0).at(z, index, y)][0]" } ?? "[z := np.array(x), z.__setitem__(index, y)][0]")
  }

  package var details: String {
    "\(form)\n\n\(summary)\n\n  NumPy    \(numpy.isEmpty ? "nothing like it" : numpy)\n  dtypes   \(elementTypes)"
  }

  package static var table: String {
    let width = (all.map(\.form.count).max() ?? 0) + 2
    return (["notation"] + all.map { "  \($0.form.padding(toLength: width, withPad: " ", startingAt: 0))\($0.summary)" }).joined(separator: "\n")
  }

  package static var markdown: String {
    let rows = all.map {
      OperationListing.row([OperationListing.code($0.form), $0.summary, $0.elementTypes, $0.derivative, OperationListing.code($0.numpy)])
    }
    return (["## Notation", "", "What is not written as a call of tensors.", "", OperationListing.markdownHead] + rows).joined(separator: "\n")
  }
}
