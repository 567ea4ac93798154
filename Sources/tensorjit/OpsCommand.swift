import ArgumentParser
import TensorDerivativeChecking
import TensorText

struct OpsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ops", abstract: "Lists the operations that programs can name, or describes one.")

  @Argument(help: "The operation to describe.") var name: String?
  @Flag(help: "Prints JSON.") var json = false
  @Flag(help: "Prints the table of all operations, with their derivatives, in Markdown.") var markdown = false

  func run() throws {
    try reportingFailures {
      let all = OperationListing.all
      if markdown { return print(OperationListing.markdown(all)) }
      if let name {
        let notations = NotationListing.named(name)
        if !notations.isEmpty, !json { return print(notations.map(\.details).joined(separator: "\n\n")) }
        guard let found = all.first(where: { $0.name == name || $0.aliases.contains(name) }) else {
          throw InputError("there is no operation \(name); `tensorjit ops` lists them")
        }
        print(json ? try OperationListing.json([found]) : found.details)
      } else {
        print(json ? try OperationListing.json(all) : OperationListing.table(all))
        if !json { print("\n" + NotationListing.table) }
      }
    }
  }
}
