// swift-tools-version: 6.1
import PackageDescription

// A package of its own that extends tensorjit from outside. scripts/external-package.sh builds it against this folder,
// and against a tagged version.
let package = Package(
  name: "ExternalPackage",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "tensorjit", path: "../..")
  ],
  targets: [
    .target(name: "Extensions", dependencies: [.product(name: "TensorJIT", package: "tensorjit")]),
    .executableTarget(
      name: "check-extensions",
      dependencies: [
        "Extensions", .product(name: "TensorJIT", package: "tensorjit"),
        .product(name: "TensorDerivativeChecking", package: "tensorjit"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
