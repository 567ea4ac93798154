import CTensorSupport
import Synchronization
import TensorLLVM
import TensorRuntime

/// A program in memory. Its code is freed with the last executable of the same symbol.
public final class LLVMExecutable: Executable {
  public let symbol: String
  private let entry: TensorEntry

  init(image: LinkedImage, symbol: String) throws(LLVMError) {
    guard let address = UnsafeRawPointer(bitPattern: image.address) else {
      throw LLVMError(.linking, "\(symbol) has no address")
    }
    self.symbol = symbol
    entry = unsafeBitCast(address, to: TensorEntry.self)
  }

  deinit { ImageTable.shared.release(symbol) }

  /// Runs the program; the status is 0 always, as failed checks are in the record of the context's owner.
  public func run(
    _ context: UnsafeMutablePointer<TensorContext>, _ buffers: UnsafePointer<UnsafeMutableRawPointer?>,
    _ symbols: UnsafePointer<Int64>
  ) -> Int32 {
    entry(context, buffers, symbols)
  }
}

/// The images of this process by symbol, with the number of executables that hold each.
final class ImageTable: Sendable {
  static let shared = ImageTable()

  private struct Entry {
    let image: LinkedImage
    var holders: Int
  }

  private struct State: ~Copyable {
    var linker: JITLinker?
    var entries: [String: Entry] = [:]
  }

  private let state = Mutex(State())

  /// The image of a symbol, linked from `object` if there is none yet.
  func retain(_ symbol: String, _ object: [UInt8]) throws(LLVMError) -> LinkedImage {
    try state.withLock { state throws(LLVMError) in
      if var entry = state.entries[symbol] {
        entry.holders += 1
        state.entries[symbol] = entry
        return entry.image
      }
      if state.linker == nil { state.linker = try JITLinker() }
      guard let image = try state.linker?.link(object, symbol: symbol) else {
        throw LLVMError(.linking, "no linker")
      }
      state.entries[symbol] = Entry(image: image, holders: 1)
      return image
    }
  }

  /// Gives up one hold of an image and frees it with the last.
  func release(_ symbol: String) {
    state.withLock { state in
      guard var entry = state.entries[symbol] else { return }
      entry.holders -= 1
      guard entry.holders == 0 else {
        state.entries[symbol] = entry
        return
      }
      state.entries[symbol] = nil
      // An image that cannot be freed stays; nothing can be done about it here.
      try? state.linker?.unlink(entry.image)
    }
  }
}
