// swift-tools-version: 6.1
import PackageDescription

/// One layer of the house: a target with the settings that all layers share.
func layer(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of one layer, next to it by name.
func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .testTarget(name: name + "Tests", dependencies: dependencies, resources: resources, swiftSettings: settings)
}

let settings: [SwiftSetting] = [.swiftLanguageMode(.v6)]
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "tensorjit",
  platforms: [.macOS(.v15)],
  products: [
    .library(
      name: "TensorJIT",
      targets: [
        "TensorJIT", "TensorText", "TensorNumPyFiles", "TensorRuntime", "TensorLLVMBackend", "TensorGraphRewrites",
        "TensorAutodiff",
        "TensorVisualization",
      ]),
    .library(name: "TensorOptimizers", targets: ["TensorOptimizers"]),
    .library(name: "PyTensorImport", targets: ["PyTensorImport"]),
    // Apart from the others, because it needs MPFR.
    .library(name: "TensorRuleChecking", targets: ["TensorRuleChecking"]),
    .library(name: "TensorDerivativeChecking", targets: ["TensorDerivativeChecking"]),
    .executable(name: "tensorjit", targets: ["tensorjit"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
  ],
  targets: [
    .systemLibrary(name: "CLLVM", path: "CLLVM"),
    .systemLibrary(name: "CZlib", path: "CZlib"),
    .systemLibrary(name: "CMPFR", path: "CMPFR"),
    .target(name: "CTensorSupport"),

    layer("TensorScalars", ["CTensorSupport"]),
    layer("TensorArrays", ["TensorScalars"]),
    layer("TensorLoopIR", ["TensorScalars"]),
    layer("TensorGraph", ["TensorScalars", "TensorArrays", "TensorLoopIR", "CTensorSupport"]),
    layer("TensorOperators", ["TensorGraph", "CTensorSupport"]),
    layer("TensorRewriting"),
    layer("TensorGraphRewrites", ["TensorRewriting", "TensorOperators"]),
    layer("TensorAutodiff", ["TensorGraphRewrites"]),
    layer("TensorScheduling", ["TensorGraph", "TensorOperators"]),
    layer("TensorRuntime", ["TensorArrays", "TensorLoopIR", "CTensorSupport"]),
    layer("TensorLLVM", ["CLLVM"]),
    layer("TensorLLVMBackend", ["TensorLLVM", "TensorLoopIR", "TensorRuntime", "CTensorSupport"]),
    layer("TensorJIT", ["TensorScheduling", "TensorAutodiff", "TensorLLVMBackend", "TensorNumPyFiles", "CTensorSupport"]),
    layer("TensorOptimizers", ["TensorJIT"]),
    layer("TensorText", ["TensorAutodiff"]),
    layer("PyTensorImport", ["TensorOperators"]),
    .target(
      name: "TensorVisualization", dependencies: ["TensorGraphRewrites", "TensorText"],
      resources: [.embedInCode("Page")], swiftSettings: settings),
    layer("TensorNumPyFiles", ["TensorArrays", "CZlib"]),
    layer("TensorDerivativeChecking", ["TensorJIT", "TensorText"]),
    layer("PyTensorConformance", ["PyTensorImport", "TensorJIT"]),
    layer("TensorRuleChecking", ["TensorJIT", "TensorText", "CMPFR"]),
    .executableTarget(
      name: "tensorjit",
      dependencies: [
        "TensorJIT", "TensorText", "TensorNumPyFiles", "TensorVisualization", "TensorRuleChecking", "TensorDerivativeChecking",
        "PyTensorImport", arguments,
      ],
      swiftSettings: settings),
    tests("TensorArrays", ["TensorArrays"], resources: [.copy("Expected")]),
    tests("TensorNumPyFiles", ["TensorNumPyFiles"], resources: [.copy("Fixtures")]),
    .executableTarget(
      name: "llvm-microbenchmarks", dependencies: ["TensorLLVMBackend", "TensorRuntime", "CTensorSupport"],
      path: "Tests/LLVMMicrobenchmarks", swiftSettings: settings),
    tests("TensorLLVM", ["TensorLLVM"]),
    tests("TensorLLVMBackend", ["TensorLLVMBackend", "TensorRuntime", "CTensorSupport"]),
    tests("TensorScalars", ["TensorScalars"], resources: [.copy("Data")]),
    .executableTarget(
      name: "tensorjit-accuracy", dependencies: ["TensorScalars"], path: "Tests/AccuracyTool",
      exclude: ["accuracy.c"], swiftSettings: settings),
    .executableTarget(
      name: "pytensor-conformance", dependencies: ["PyTensorConformance", arguments], path: "Tests/ConformanceTool",
      swiftSettings: settings),
    tests("PyTensorImport", ["PyTensorConformance", "PyTensorImport", "TensorJIT"]),
    tests("TensorRuntime", ["TensorRuntime", "CTensorSupport"]),
    tests("TensorLoopIR", ["TensorLoopIR"]),
    tests("TensorOperators", ["TensorOperators"], resources: [.copy("Expected")]),
    .executableTarget(
      name: "nearest-neighbour", dependencies: ["TensorJIT", "TensorNumPyFiles"], path: "Examples/NearestNeighbour",
      swiftSettings: settings),
    .executableTarget(
      name: "train-digits", dependencies: ["TensorJIT", "TensorOptimizers", "TensorNumPyFiles"], path: "Examples/TrainDigits",
      swiftSettings: settings),
    tests(
      "Documentation",
      [
        "TensorJIT", "TensorOptimizers", "TensorText", "TensorNumPyFiles", "TensorGraphRewrites", "TensorRuleChecking",
        "TensorDerivativeChecking",
      ]),
    tests(
      "TensorJIT",
      ["TensorJIT", "TensorText", "TensorLLVMBackend", "TensorRuntime", "TensorScheduling", "TensorDerivativeChecking"],
      resources: [.copy("Expected"), .copy("Golden"), .copy("Regressions")]),
    tests(
      "TensorGraphRewrites", ["TensorGraphRewrites", "TensorText", "TensorJIT", "TensorRuntime"],
      resources: [.copy("Expected"), .copy("Golden")]),
    tests("TensorAutodiff", ["TensorJIT", "TensorText", "TensorDerivativeChecking"]),
    tests("TensorOptimizers", ["TensorOptimizers"], resources: [.copy("Expected")]),
    tests("TensorVisualization", ["TensorVisualization"]),
    tests("TensorRuleChecking", ["TensorRuleChecking"]),
    tests("TensorText", ["TensorText"], resources: [.copy("Golden")]),
  ]
)
