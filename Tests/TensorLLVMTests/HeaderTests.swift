import Foundation
import Testing

/// The C functions and enumerations that CLLVM declares for itself are those of the installed headers.
@Suite struct HeaderTests {
  static let installed = "/usr/include/llvm-c-19/llvm-c"

  /// The text of a header without comments and preprocessor lines.
  private func code(_ path: String) throws -> String {
    var text = try String(contentsOfFile: path, encoding: .utf8)
    for pattern in ["/\\*[\\s\\S]*?\\*/", "//[^\\n]*", "(?m)^\\s*#.*?(\\\\\\n.*?)*$"] {
      text = text.replacingOccurrences(of: pattern, with: " ", options: .regularExpression)
    }
    return text
  }

  /// Functions by name, with the types of result and parameters.
  private func functions(_ text: String) -> [String: String] {
    var result: [String: String] = [:]
    for statement in text.split(separator: ";") {
      let line = statement.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      guard let open = line.lastIndex(of: "("), line.hasSuffix(")"), !line.contains("typedef"), !line.contains("{") else {
        continue
      }
      let head = line[..<open].replacingOccurrences(of: "*", with: " * ").split(separator: " ")
      guard let name = head.last, name.hasPrefix("LLVM") else { continue }
      let parameters = line[line.index(after: open)...].dropLast().split(separator: ",").map { parameter in
        var words = parameter.replacingOccurrences(of: "*", with: " * ").split(separator: " ")
        // The last word is the parameter's name unless it is (the end of) the type.
        if words.count > 1, let last = words.last, last != "*", last != "long", last != "const" { words.removeLast() }
        return words.joined(separator: " ")
      }
      let type = head.dropLast().filter { $0 != "LLVM_C_EXTERN_C_BEGIN" }.joined(separator: " ")
      result[String(name)] = "\(type) (\(parameters.joined(separator: ", ")))"
    }
    return result
  }

  /// Enumeration cases with their values.
  private func cases(_ text: String) -> [String: Int] {
    var result: [String: Int] = [:]
    for part in text.components(separatedBy: "enum").dropFirst() {
      guard let open = part.firstIndex(of: "{"), let close = part.firstIndex(of: "}"), open < close else { continue }
      var next = 0
      for item in part[part.index(after: open)..<close].split(separator: ",") {
        let sides = item.split(separator: "=").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        guard let name = sides.first, !name.isEmpty else { continue }
        if sides.count > 1 { next = Int(sides[1]) ?? -1 }
        result[name] = next
        next += 1
      }
    }
    return result
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: installed)))
  func declarationsAgree() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let own = try code(root.appendingPathComponent("CLLVM/CLLVM.h").path)
    var all = ""
    for case let file as String in FileManager.default.enumerator(atPath: HeaderTests.installed) ?? .init()
    where file.hasSuffix(".h") { all += try code("\(HeaderTests.installed)/\(file)") + ";\n" }
    let theirs = functions(all)
    let ours = functions(own)
    #expect(ours.count > 90)
    // Declared there by macros, once for each target or class.
    for (name, type) in ours where !name.hasPrefix("LLVMInitialize") && !name.hasPrefix("LLVMIsA") {
      #expect(theirs[name] == type, "\(name)")
    }
    let values = cases(all)
    for (name, value) in cases(own) { #expect(values[name] == value, "\(name)") }
  }
}
