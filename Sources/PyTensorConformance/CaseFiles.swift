import Foundation

/// The files of cases in a folder.
public enum CaseFiles {
  /// The folder of the recorded graphs: below the one that `TENSORJIT_SHARED` names (`../shared`), or nil where there is none.
  public static var standardFolder: String? {
    let folder = (ProcessInfo.processInfo.environment["TENSORJIT_SHARED"] ?? "../shared") + "/conformance/pytensor"
    return FileManager.default.fileExists(atPath: folder) ? folder : nil
  }

  /// The lines of all files of a folder, in the order of their names: a case each.
  public static func lines(in folder: String) throws -> [(file: String, line: Data)] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jsonl") }.sorted()
    return try names.flatMap { name in
      try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)).split(separator: UInt8(ascii: "\n")).map { (name, $0) }
    }
  }
}
