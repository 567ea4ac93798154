import Foundation

/// A page that needs nothing but itself: data, style and script stand in it, and its policy lets the browser load
/// nothing else.
struct Page {
  /// What the script shows.
  enum Content: String {
    case graph, rewriting
  }

  let content: Content
  let title: String
  let data: PageData

  var html: String {
    let scripts = [
      PackageResources.layout_js, PackageResources.drawing_js, PackageResources.differences_js,
      PackageResources.pages_js,
    ]
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" \
      content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(Page.escaped(title))</title>
      <style>
      \(Page.text(PackageResources.page_css))</style>
      </head>
      <body data-content="\(content.rawValue)">
      <script type="application/json" id="data">\(json)</script>
      <script>
      "use strict";
      \(scripts.map(Page.text).joined(separator: "\n"))</script>
      </body>
      </html>

      """
  }

  /// The data as JSON that may stand in a script element: `<` occurs in texts only, where it can be written by its
  /// number.
  private var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Only numbers that are not finite cannot be encoded, and there are none.
    guard let data = try? encoder.encode(data) else {
      preconditionFailure("the data of a page are texts and finite numbers")
    }
    return String(decoding: data, as: UTF8.self).replacingOccurrences(of: "<", with: "\\u003c")
      .replacingOccurrences(of: "\u{2028}", with: "\\u2028").replacingOccurrences(of: "\u{2029}", with: "\\u2029")
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
  }
}

extension GraphPicture {
  /// The picture as a page that needs no other files and no network: with zoom, details of nodes, and composite
  /// operations that open into their inner graphs.
  public var html: String {
    var data = PageData(title: title, names: outputs.map(\.name))
    data.add(nodes)
    data.add(version: outputs.map(\.port), text: "")
    return Page(content: .graph, title: title, data: data).html
  }
}
