// The limit kernels behind the same line protocol as the peers' workers:
//   {"op": "time", "kernel": "copy", "dtype": "f64", "n": 1000000, "m": 0, "k": 0, "threads": 2, "calls": 10}
//   -> {"ok": true, "us": [10 numbers]}

import CLimitKernels
import Foundation

struct Request: Decodable {
  var op: String
  var kernel: String?
  var dtype: String?
  var n: Int?
  var m: Int?
  var k: Int?
  var threads: Int?
  var calls: Int?
}

struct Reply: Encodable {
  var ok: Bool
  var us: [Double]?
  var error: String?
}

func answer(_ line: String) -> Reply? {
  guard let request = try? JSONDecoder().decode(Request.self, from: Data(line.utf8)) else {
    return Reply(ok: false, error: "not a request: \(line)")
  }
  if request.op == "quit" { return nil }
  guard request.op == "time", let kernel = request.kernel else {
    return Reply(ok: false, error: "unknown request \(request.op)")
  }
  var times = [Double](repeating: 0, count: max(1, request.calls ?? 1))
  let status = limit_kernel_time(
    kernel, request.dtype == "f32" ? 1 : 0, request.n ?? 0, request.m ?? 0, request.k ?? 0,
    Int32(request.threads ?? 1), Int32(times.count), &times)
  return status == 0 ? Reply(ok: true, us: times) : Reply(ok: false, error: "kernel \(kernel) failed: \(status)")
}

while let line = readLine() {
  guard let reply = answer(line) else { break }
  guard let data = try? JSONEncoder().encode(reply) else { break }
  FileHandle.standardOutput.write(data + Data("\n".utf8))
}
