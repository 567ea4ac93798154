import TensorJIT
import TensorText

/// A program over float parameters and where to try it.
public struct DerivativeSample: Sendable {
  public let program: String
  /// Of each parameter, the numbers to draw from; nil: both signs, away from 0.
  let ranges: [ClosedRange<Double>?]

  public init(_ program: String, ranges: [ClosedRange<Double>?] = []) { (self.program, self.ranges) = (program, ranges) }

  /// What named extents are taken to be, in the order in which they come up.
  private static let extents = [3, 4, 2, 5]

  /// The program's parameters and results, and a value for each parameter.
  public func parsed() throws -> (parameters: [Tensor], results: [Tensor], point: [NDArray]) {
    let parsed = try TextProgram(parsing: program)
    let parameters = parsed.parameters.map(\.tensor)
    var known: [Dimension: Int] = [:]
    var number = 0
    let point = try parameters.enumerated().map { position, parameter in
      let shape = parameter.shape.map { extent in
        if let constant = extent.constant { return constant }
        if known[extent] == nil { known[extent] = DerivativeSample.extents[known.count % DerivativeSample.extents.count] }
        return known[extent] ?? 1
      }
      let range = ranges.indices.contains(position) ? ranges[position] : nil
      let values = (0..<shape.reduce(1, *)).map { _ in
        number += 1
        return DerivativeSample.value(number, range)
      }
      return try NDArray(values).reshaped(Shape(shape))
    }
    return (parameters, parsed.results.map(\.tensor), point)
  }

  /// The multiples of the golden ratio modulo 1 are spread evenly, and no two are alike.
  private static func value(_ number: Int, _ range: ClosedRange<Double>?) -> Double {
    let unit = (Double(number) * 0.618_033_988_749_894_9).truncatingRemainder(dividingBy: 1)
    if let range { return range.lowerBound + (range.upperBound - range.lowerBound) * unit }
    return (number % 3 == 0 ? -1 : 1) * (0.3 + 1.5 * unit)
  }

  /// A scalar of all float results, not linear in them, so that linear operations are tried in second order too; nil if there
  /// is none.
  static func cost(_ results: [Tensor]) -> Tensor? {
    let terms = results.filter(\.elementType.isFloat).map { sum(sin($0)) }
    return terms.dropFirst().reduce(terms.first) { total, term in total.map { $0 + term } }
  }
}

extension ScalarFunction {
  /// The function of vectors, within its domain.
  public var derivativeSample: DerivativeSample {
    let names = (0..<arity).map { "x\($0)" }
    let parameters = names.map { "\($0): f64[n]" }.joined(separator: ", ")
    let (low, high) = (max(domain?.lowerBound ?? -2.5, -2.5), min(domain?.upperBound ?? 2.6, 2.6))
    let margin = 0.06 * (high - low)
    return DerivativeSample("(\(parameters)) -> \(name)(\(names.joined(separator: ", ")))", ranges: names.map { _ in low + margin...high - margin })
  }
}
