// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [.swiftLanguageMode(.v6)]

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "tensorjit", path: "..")],
  targets: [
    // The limit kernels: what a workload cannot avoid, written by hand.
    .target(name: "CLimitKernels"),
    .executableTarget(name: "limits", dependencies: ["CLimitKernels"], swiftSettings: settings),
  ]
)
