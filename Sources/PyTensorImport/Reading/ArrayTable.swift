import Foundation
import TensorOperators

/// The arrays of a file, by their keys: little-endian bytes in base 64, in row-major order.
package struct ArrayTable: Sendable {
  private let entries: [String: JSONValue]

  package init(_ value: JSONValue?) throws(PyTensorImportError) {
    guard let value, !value.isNull else {
      entries = [:]
      return
    }
    guard let object = value.object else { throw .malformed("the arrays are \(value.shown)") }
    entries = object
  }

  /// The array of a value `{"array": key}` or `{"scalar": number, "dtype": name}`; nil for other kinds of value.
  package func array(_ value: JSONValue) throws(PyTensorImportError) -> NDArray? {
    if let key = value["array"] {
      guard let key = key.text, let entry = entries[key] else { throw .malformed("there is no array \(key.shown)") }
      return try array(entry, key)
    }
    guard let scalar = value["scalar"] else { return nil }
    let type = try ArrayTable.elementType(value["dtype"])
    return try ArrayTable.array(of: try ArrayTable.scalar(scalar, type))
  }

  private func array(_ entry: JSONValue, _ key: String) throws(PyTensorImportError) -> NDArray {
    let type = try ArrayTable.elementType(entry["dtype"])
    var extents: [Int] = []
    for extent in entry["shape"]?.list ?? [] {
      guard let extent = extent.integer, extent >= 0 else { throw .malformed("an extent of array \(key) is \(extent.shown)") }
      extents.append(extent)
    }
    guard extents.count <= TensorType.largestRank else { throw .malformed("array \(key) has \(extents.count) axes") }
    guard entry["shape"]?.list != nil, let text = entry["b64"]?.text, let data = Data(base64Encoded: text) else {
      throw .malformed("array \(key) needs a shape and its bytes in base 64")
    }
    do throws(ArrayError) {
      let expected = try Shape(extents).checkedByteCount(of: type)
      guard data.count == expected else {
        throw .invalidRange("array \(key) has \(data.count) bytes where \(type.name)\(extents) has \(expected)")
      }
      var result = try NDArray.allocate(shape: Shape(extents), type: type)
      try ArrayTable.fill(&result, data, type)
      return result
    } catch {
      throw .malformed("\(error)")
    }
  }

  /// Copies the bytes; any byte that is not 0 is true.
  private static func fill(_ array: inout NDArray, _ data: Data, _ type: ElementType) throws(ArrayError) {
    do {
      try array.withUnsafeMutableBytes { target in
        target.copyBytes(from: data)
        guard type == .bool else { return }
        for place in target.indices where target[place] != 0 { target[place] = 1 }
      }
    } catch {
      throw error as? ArrayError ?? .invalidRange("\(error)")
    }
  }

  static func elementType(_ value: JSONValue?) throws(PyTensorImportError) -> ElementType {
    guard let name = value?.text else { throw .malformed("a dtype is missing") }
    guard let type = ElementType(name: name) else {
      throw PyTensorImportError(.unsupportedType, "elements of type \(name) are not known here")
    }
    return type
  }

  /// A number as an element: integers must fit, as they do in the file's own type.
  private static func scalar(_ value: JSONValue, _ type: ElementType) throws(PyTensorImportError) -> ScalarValue {
    if let flag = value.flag { return ScalarValue(.bool(flag), type: type) }
    if let integer = value.integer {
      guard type.isFloat || ScalarValue(.integer(integer), type: type).isNumber(Int64(integer)) else {
        throw .malformed("the number \(integer) does not fit \(type.name)")
      }
      return ScalarValue(.integer(integer), type: type)
    }
    if type == .u64, case .number(let text) = value, let bits = UInt64(text) { return ScalarValue(type: .u64, bits: bits) }
    if type.isFloat, let number = value.double { return ScalarValue(.float(number), type: type) }
    throw .malformed("a scalar of type \(type.name) is \(value.shown)")
  }

  private static func array(of value: ScalarValue) throws(PyTensorImportError) -> NDArray {
    do {
      var result = try NDArray.allocate(shape: [], type: value.type)
      try result.withUnsafeMutableBytes { target in
        withUnsafeBytes(of: value.bits.littleEndian) { target.copyBytes(from: $0.prefix(target.count)) }
      }
      return result
    } catch {
      throw .malformed("\(error)")
    }
  }
}
