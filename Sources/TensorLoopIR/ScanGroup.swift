/// The groups of a scan, which its results depend on as sums do on `ReductionTree`.
///
/// Prefixes in a group come by doubling (Hillis & Steele, Data parallel algorithms, 1986), then the prefix of all groups before is combined
/// into each.
public enum ScanGroup {
  /// Steps of doubling.
  public static let levels = 3
  /// Elements of a group.
  public static let size = 1 << levels
  /// How far back each step reaches.
  public static let distances = (0..<levels).map { 1 << $0 }
}
