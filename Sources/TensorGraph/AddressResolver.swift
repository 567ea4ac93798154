import CTensorSupport
import Foundation

/// Turns a return address of this process into a file and line.
enum AddressResolver {
  /// `file.swift:12` by `llvm-symbolizer` (part of the Swift toolchain), else the function's name, else the address.
  static func describe(_ address: UInt) -> String {
    // The return address is the instruction after the call: one byte back is inside it.
    var (file, symbol): (UnsafePointer<CChar>?, UnsafePointer<CChar>?) = (nil, nil)
    var base: UInt = 0
    guard tensor_describe_address(address - 1, &file, &base, &symbol) != 0 else { return hexadecimal(address) }
    let module = readableModule(file)
    if let line = symbolize(module: module, offset: address - 1 - base) { return line }
    if let symbol { return String(cString: symbol) }
    return "\(module)+\(hexadecimal(address - base))"
  }

  private static func hexadecimal(_ value: UInt) -> String { "0x" + String(value, radix: 16) }

  /// The file of the module; the main program's name may be relative to a folder that is no longer current.
  private static func readableModule(_ file: UnsafePointer<CChar>?) -> String {
    guard let file else { return "/proc/self/exe" }
    let path = String(cString: file)
    return FileManager.default.isReadableFile(atPath: path) ? path : "/proc/self/exe"
  }

  private static func symbolize(module: String, offset: UInt) -> String? {
    guard let tool = symbolizer else { return nil }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: tool)
    let target = (try? FileManager.default.destinationOfSymbolicLink(atPath: module)) ?? module
    process.arguments = ["--obj=\(target)", "--functions=none", "--relativenames", hexadecimal(offset)]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard let line = text.split(separator: "\n").first, !line.hasPrefix("??"), !line.contains("<compiler-generated>") else { return nil }
    // file:line:column, without the column.
    let parts = line.split(separator: ":")
    guard parts.count >= 3 else { return nil }
    let file = parts.dropLast(2).joined(separator: ":").split(separator: "/").suffix(2).joined(separator: "/")
    return "\(file):\(parts[parts.count - 2])"
  }

  /// The toolchain's symbolizer, looked for on the path once.
  private static let symbolizer: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":").map(String.init)
    let names = ["llvm-symbolizer", "llvm-symbolizer-19"]
    for name in names {
      for folder in folders where FileManager.default.isExecutableFile(atPath: folder + "/" + name) {
        return folder + "/" + name
      }
    }
    return nil
  }()
}
