import Foundation
import TensorScalars

/// Saved lines of words; the folder's script says what they are.
enum ReferenceData {
  static func lines(_ name: String) -> [[Substring]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Data/\(name).txt")
    return lines(of: file, separator: " ") ?? []
  }

  static func lines(of file: URL, separator: Character) -> [[Substring]]? {
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
    return text.split(separator: "\n").map { $0.split(separator: separator) }
  }

  /// The folder of shared conformance data: the variable, or beside the package.
  static var shared: URL {
    if let path = ProcessInfo.processInfo.environment["TENSORJIT_SHARED"] { return URL(filePath: path) }
    return URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared").standardized
  }

  /// NumPy's validation sets by function; empty where the folder is missing.
  static var umath: [(name: String, file: URL)] {
    let folder = shared.appending(path: "conformance/numpy-umath")
    let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    return files.filter { $0.pathExtension == "csv" }.map {
      (String($0.deletingPathExtension().lastPathComponent.split(separator: "-").last ?? ""), $0)
    }.sorted { $0.name < $1.name }
  }
}

/// A function for given argument types, made once and run on bits.
struct CompiledScalar {
  private let program: ScalarProgram
  let result: ElementType

  init?(_ function: ScalarFunction, _ types: [ElementType]) {
    guard let signature = function.signature(for: types) else { return nil }
    let arguments = types.enumerated().map { ScalarExpression.argument($0.offset, $0.element) }
    program = ScalarProgram(ScalarExpression.apply(function, arguments))
    result = signature.result
  }

  func callAsFunction(_ arguments: [ScalarValue]) -> ScalarValue { program.evaluate(arguments: arguments)[0] }
}

extension ScalarValue {
  /// The distance in units in the last place, floats of one sign; 0 for equal values and two NaNs.
  func distance(to other: ScalarValue) -> Double {
    if bits == other.bits { return 0 }
    guard type.isFloat, type == other.type else { return .infinity }
    if asDouble.isNaN || other.asDouble.isNaN { return asDouble.isNaN && other.asDouble.isNaN ? 0 : .infinity }
    func ordered(_ value: ScalarValue) -> Double {
      let magnitude = value.bits & (type == .f32 ? 0x7fff_ffff : 0x7fff_ffff_ffff_ffff)
      return value.asDouble.sign == .minus ? -Double(magnitude) : Double(magnitude)
    }
    if type == .f64, (Int64(bitPattern: bits) < 0) == (Int64(bitPattern: other.bits) < 0) {
      return Double(bits > other.bits ? bits - other.bits : other.bits - bits)
    }
    return abs(ordered(self) - ordered(other))
  }
}
