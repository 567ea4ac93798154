// Reads and writes of what a mask picks.
extension Tensor {
  /// For each axis the indices of the places where the elements are not 0, in row-major order.
  func nonzeroPlaces(_ operation: String, at place: SourcePlace) -> [Tensor] {
    if error != nil { return [self] }
    let flags = converted(to: .bool, at: place)
    let flat = Tensor.places(ofMask: flags.raveled(at: place), operation: operation, at: place)
    if rank <= 1 || flat.error != nil { return [flat] }
    var rest = flat
    var result: [Tensor] = []
    for axis in shape.indices.reversed() {
      let extent = Tensor.make(Extent(shape[axis], isWeak: false), [], at: place)
      result.insert(axis == 0 ? rest : .apply(.remainder, [rest, extent], at: place), at: 0)
      if axis > 0 { rest = .apply(.floorDivide, [rest, extent], at: place) }
    }
    return result
  }

  /// This with the axes of a mask as one axis.
  private func withMaskedAxis(_ mask: Tensor, _ axis: Int, at place: SourcePlace) -> Tensor {
    if mask.rank == 1 { return self }
    return .single(Reshape(shape[..<axis] + [mask.type.count] + shape[(axis + mask.rank)...]), [self], at: place)
  }

  /// What a mask of the axes from `axis` on picks: an axis stands for them along which the places lie where it is true.
  func picked(byMask mask: Tensor, axis: Int, _ operation: String, at place: SourcePlace) -> Tensor {
    if let broken = [self, mask].first(where: { $0.error != nil }) { return broken }
    let flags = mask.raveled(at: place)
    if mask.rank == rank { return .masked(raveled(at: place), by: flags, operation: operation, at: place) }
    let places = Tensor.places(ofMask: flags, operation: operation, at: place)
    return withMaskedAxis(mask, axis, at: place).taking(places, axis: axis, at: place)
  }

  /// This with updates combined into what a mask picks; they have the shape of that, or broadcast to it.
  func written(
    _ updates: Tensor, by mask: Tensor, axis: Int, _ write: IndexedWrite, _ operation: String, at place: SourcePlace
  ) -> Tensor {
    Tensor.building(operation, [self, mask, updates], at: place) { () throws(TensorError) in
      let flags = mask.raveled(at: place)
      let (counts, count) = try Tensor.counted(flags, operation, at: place)
      let spread = updates.broadcast(to: shape[..<axis] + [count] + shape[(axis + mask.rank)...], at: place)
      if mask.rank == rank {
        // Each place has one update: it goes there, and all places are gone through once.
        let placed = Tensor.single(MaskSpread(), [flags, counts, spread], at: place)
        let updates = placed.error == nil && placed.shape != shape ? Tensor.single(Reshape(shape), [placed], at: place) : placed
        return .apply(.where, [mask, write.function.map { .apply($0, [self, updates], at: place) } ?? updates, self], at: place)
      }
      let places = Tensor.places(ofMask: flags, operation: operation, at: place)
      let form = ScatterLowering(axes: [axis], position: axis, combiner: write.combiner)
      let signed = write == .subtract ? Tensor.apply(.negative, [spread], at: place) : spread
      let written = Tensor.single(Scatter(form), [withMaskedAxis(mask, axis, at: place), places, signed], at: place)
      return written.error == nil && written.shape != shape ? .single(Reshape(shape), [written], at: place) : written
    }
  }
}

extension ArrayAlgebra {
  func picked(by mask: Self, axis: Int, _ operation: String, at place: SourcePlace) -> Self {
    Self.composed("\(operation) by mask at \(axis)", [self, mask], at: place) {
      [$0[0].picked(byMask: $0[1], axis: axis, operation, at: place)]
    }[0]
  }
}
