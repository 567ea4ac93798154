import Foundation

extension SourcePlace {
  /// `file:line`, resolving a return address through the debug information where a symbolizer is at hand.
  public var resolvedDescription: String {
    switch self {
    case .swift(let file, let line): "\(file.string):\(line)"
    case .text(let file, let line, let column): "\(file):\(line):\(column)"
    case .address(let address): AddressResolver.describe(address)
    case .operation(_, let place): place.resolvedDescription
    case .none: "(library)"
    }
  }
}
