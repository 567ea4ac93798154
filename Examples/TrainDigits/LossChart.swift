import Foundation

/// Losses over steps as a picture: batches in thin lines, the mean of each epoch in a strong one, the test dashed. The
/// axis of losses is logarithmic.
struct LossChart {
  private struct Curve {
    var points: [(x: Double, y: Double)]
    var style: String
  }

  private let runs: [TrainingRun]
  private let size = (width: 860.0, height: 480.0)
  private let frame = (left: 76.0, top: 64.0, right: 832.0, bottom: 420.0)
  private let colors = ["#d1495b", "#00798c", "#edae49", "#66a182"]
  private static let explanation =
    "Cross entropy, logarithmic; thin: each batch, solid: mean of an epoch, dashed: images held out"
  private let steps: Double
  /// Powers of ten of the lowest and the highest loss.
  private let low: Double
  private let high: Double

  init(runs: [TrainingRun]) {
    self.runs = runs
    steps = Double(max(1, runs.map(\.losses.count).max() ?? 1))
    let means = runs.flatMap { run in LossChart.epochs(run).map(\.y) + run.tests.map(\.loss) }
    let all = (means + runs.flatMap(\.losses)).filter { $0 > 0 && $0.isFinite }
    // Single batches may go below.
    low = floor(log10(means.filter { $0 > 0 && $0.isFinite }.min() ?? 0.1) * 2) / 2
    high = max(low + 0.5, ceil(log10(all.max() ?? 1) * 2) / 2)
  }

  /// The mean of each epoch, in its middle.
  private static func epochs(_ run: TrainingRun) -> [(x: Double, y: Double)] {
    let size = max(1, run.stepsPerEpoch)
    return (0..<(run.losses.count / size)).map { epoch in
      let part = run.losses[(epoch * size)..<((epoch + 1) * size)]
      return ((Double(epoch) + 0.5) * Double(size), part.reduce(0, +) / Double(size))
    }
  }

  var svg: String {
    var lines = [
      #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \#(shown(size.width)) \#(shown(size.height))""#,
      #"  font-family="Helvetica, Arial, sans-serif" font-size="13" fill="dimgray">"#,
      #"<rect width="100%" height="100%" fill="white"/>"#,
      text(frame.left, 30, "Learning handwritten digits", #"font-size="17" font-weight="bold""#),
      text(frame.left, 49, LossChart.explanation, #"fill="gray""#),
      #"<clipPath id="frame">"#,
      box(frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top, ""),
      "</clipPath>",
    ]
    lines += lossAxis
    lines += stepAxis
    lines.append(#"<g clip-path="url(#frame)" fill="none" stroke-linejoin="round">"#)
    lines += curves.map(path)
    lines.append("</g>")
    lines += legend
    lines.append("</svg>")
    return lines.joined(separator: "\n") + "\n"
  }

  private var curves: [Curve] {
    var thin: [Curve] = []
    var strong: [Curve] = []
    for (number, run) in runs.enumerated() {
      let color = colors[number % colors.count]
      let size = Double(run.stepsPerEpoch)
      thin.append(
        Curve(
          points: run.losses.enumerated().map { (Double($0.offset), $0.element) },
          style: #"stroke="\#(color)" stroke-width="0.7" opacity="0.3""#))
      strong.append(Curve(points: LossChart.epochs(run), style: #"stroke="\#(color)" stroke-width="2.4""#))
      strong.append(
        Curve(
          points: run.tests.enumerated().map { (Double($0.offset + 1) * size, $0.element.loss) },
          style: #"stroke="\#(color)" stroke-width="2" stroke-dasharray="6 4""#))
    }
    return thin + strong
  }

  private var legend: [String] {
    let height = 22.0
    let (x, y) = (frame.right - 258, frame.top + 12)
    var lines = [
      box(
        x, y, 248, height * Double(runs.count) + 12, #"rx="4" fill="white" fill-opacity="0.9" stroke="gainsboro""#)
    ]
    for (number, run) in runs.enumerated() {
      let row = y + 17 + height * Double(number)
      let color = colors[number % colors.count]
      lines.append(
        #"<path d="M\#(shown(x + 12)) \#(shown(row))h26" stroke="\#(color)" stroke-width="2.4"/>"#)
      lines.append(text(x + 46, row + 4.5, "\(run.name): \((100 * run.accuracy).shown(1)) % right", ""))
    }
    return lines
  }

  /// Lines at the powers of ten, short marks between them.
  private var lossAxis: [String] {
    var lines: [String] = []
    for power in Int(floor(low))...Int(ceil(high)) {
      for digit in 1...9 {
        let value = Double(digit) * pow(10, Double(power))
        // Also at the ends, where rounding may lead out of the range.
        guard ((low - 1e-9)...(high + 1e-9)).contains(log10(value)) else { continue }
        let height = y(value)
        if digit == 1 {
          lines.append(line(frame.left, height, frame.right, height, "#ddd"))
          let label = value.shown(max(0, -power))
          lines.append(text(frame.left - 10, height + 4.5, label, #"text-anchor="end""#))
        } else {
          lines.append(line(frame.left - 4, height, frame.left, height, "#999"))
        }
      }
    }
    let middle = (frame.top + frame.bottom) / 2
    lines.append(text(0, 0, "loss", #"text-anchor="middle" transform="translate(22 \#(shown(middle))) rotate(-90)""#))
    return lines + [line(frame.left, frame.top, frame.left, frame.bottom, "#999")]
  }

  private var stepAxis: [String] {
    var lines = [line(frame.left, frame.bottom, frame.right, frame.bottom, "#999")]
    let raw = steps / 6
    let decade = pow(10, floor(log10(raw)))
    let gap = max(1, decade * ([1, 2, 5].first { $0 * decade >= raw } ?? 10))
    for value in stride(from: 0, through: steps, by: gap) {
      lines.append(line(x(value), frame.bottom, x(value), frame.bottom + 5, "#999"))
      lines.append(text(x(value), frame.bottom + 20, value.shown(0), #"text-anchor="middle""#))
    }
    return lines + [text((frame.left + frame.right) / 2, frame.bottom + 42, "step", #"text-anchor="middle""#)]
  }

  private func x(_ step: Double) -> Double { frame.left + (frame.right - frame.left) * step / steps }

  private func y(_ loss: Double) -> Double {
    frame.bottom - (frame.bottom - frame.top) * (log10(max(loss, 1e-12)) - low) / (high - low)
  }

  private func path(_ curve: Curve) -> String {
    let points = curve.points.filter { $0.y.isFinite }.map { "\(shown(x($0.x))) \(shown(y($0.y)))" }
    return #"<path d="M\#(points.joined(separator: "L"))" \#(curve.style)/>"#
  }

  private func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ color: String) -> String {
    #"<path d="M\#(shown(x1)) \#(shown(y1))L\#(shown(x2)) \#(shown(y2))" stroke="\#(color)"/>"#
  }

  private func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String) -> String {
    let place = #"x="\#(shown(x))" y="\#(shown(y))" width="\#(shown(width))" height="\#(shown(height))""#
    return "<rect \(place) \(style)/>"
  }

  private func text(_ x: Double, _ y: Double, _ text: String, _ style: String) -> String {
    #"<text x="\#(shown(x))" y="\#(shown(y))" \#(style)>\#(text)</text>"#
  }

  private func shown(_ value: Double) -> String { value.shown(1) }
}
