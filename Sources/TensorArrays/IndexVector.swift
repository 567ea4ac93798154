/// A short vector of integers, one per axis: kept inline up to four axes, in an array beyond.
///
/// Shapes and strides are made for every result of every call, so they must not allocate.
public struct IndexVector: Sendable {
  /// The number of integers that need no allocation.
  public static let inlineCapacity = 4

  @usableFromInline var inline: (Int, Int, Int, Int) = (0, 0, 0, 0)
  /// Holds all the integers when there are more than `inlineCapacity`; unused inline places stay zero.
  @usableFromInline var spill: [Int]?
  public let count: Int

  /// A vector of `count` integers, all `value`.
  @inlinable public init(repeating value: Int, count: Int) {
    precondition(count >= 0, "An index vector cannot have a negative count.")
    self.count = count
    guard count <= IndexVector.inlineCapacity else {
      spill = Array(repeating: value, count: count)
      return
    }
    let used = { (i: Int) in i < count ? value : 0 }
    inline = (used(0), used(1), used(2), used(3))
  }

  /// Up to four integers; the places from `count` on must be zero.
  @inlinable init(inline: (Int, Int, Int, Int), count: Int) {
    self.inline = inline
    self.count = count
  }

  /// The integers of a collection.
  @inlinable public init(_ values: some Collection<Int>) {
    let count = values.count
    self.count = count
    guard count <= IndexVector.inlineCapacity else {
      spill = Array(values)
      return
    }
    var i = 0
    for value in values {
      self[i] = value
      i += 1
    }
  }
}

extension IndexVector: RandomAccessCollection, MutableCollection {
  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { count }

  @inlinable public subscript(position: Int) -> Int {
    get {
      precondition(position >= 0 && position < count, "Axis out of range.")
      if let spill { return spill[position] }
      switch position {
      case 0: return inline.0
      case 1: return inline.1
      case 2: return inline.2
      default: return inline.3
      }
    }
    set {
      precondition(position >= 0 && position < count, "Axis out of range.")
      if spill != nil {
        spill?[position] = newValue
        return
      }
      switch position {
      case 0: inline.0 = newValue
      case 1: inline.1 = newValue
      case 2: inline.2 = newValue
      default: inline.3 = newValue
      }
    }
  }
}

extension IndexVector: Hashable {
  @inlinable public static func == (a: IndexVector, b: IndexVector) -> Bool {
    a.count == b.count && a.inline == b.inline && a.spill == b.spill
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for value in self { hasher.combine(value) }
  }
}

extension IndexVector: ExpressibleByArrayLiteral, CustomStringConvertible {
  @inlinable public init(arrayLiteral elements: Int...) { self.init(elements) }

  /// As Python writes a tuple: `()`, `(3,)`, `(3, 4)`.
  public var description: String {
    count == 1 ? "(\(self[0]),)" : "(" + map(String.init).joined(separator: ", ") + ")"
  }
}

/// The distance between neighbours along each axis, counted in elements; negative and zero are allowed.
public typealias Strides = IndexVector
