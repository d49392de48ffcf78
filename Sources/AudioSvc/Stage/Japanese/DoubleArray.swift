// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// MeCab's index of words: a Darts double array, each unit a 32-bit base and a 32-bit check, little endian.
///
/// From a node of base `b`, byte `c` leads to unit `b + c + 1` if that unit's check is `b`; a key ends at unit `b`
/// itself, whose base is then `-value - 1`.
enum DoubleArray {
    static let unitBytes = 8

    /// The value of a key; nil when it has none. O(key's bytes), touching one unit a byte.
    static func value(of key: some Sequence<UInt8>, in units: UnsafeRawBufferPointer) -> UInt32? {
        guard var base = Self.unit(0, of: units)?.base else { return nil }
        for byte in key {
            guard let next = Self.unit(Int(base) + Int(byte) + 1, of: units),
                next.check == UInt32(bitPattern: base)
            else { return nil }
            base = next.base
        }
        guard let last = Self.unit(Int(base), of: units), last.check == UInt32(bitPattern: base),
            last.base < 0
        else { return nil }
        return UInt32(-(Int64(last.base) + 1))
    }

    private static func unit(_ index: Int, of units: UnsafeRawBufferPointer) -> (base: Int32, check: UInt32)?
    {
        let offset = index * Self.unitBytes
        guard index >= 0, offset + Self.unitBytes <= units.count else { return nil }
        return (
            Int32(littleEndian: units.loadUnaligned(fromByteOffset: offset, as: Int32.self)),
            UInt32(littleEndian: units.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self))
        )
    }
}

/// A double array that takes more keys.
struct GrowingDoubleArray {
    private struct Unit {
        var base: Int32 = 0
        var check: UInt32 = 0
        var isFree: Bool { self.base == 0 && self.check == 0 }
    }

    private static let codes = 0...256
    private var units: [Unit]

    /// - Parameter bytes: A double array; no bytes are an empty one.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.units = stride(from: 0, to: bytes.count - 7, by: DoubleArray.unitBytes).map { offset in
            Unit(
                base: Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self)),
                check: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)))
        }
        if self.units.isEmpty { self.units = [Unit(base: 1)] }
    }

    var data: Data {
        var data = Data(capacity: self.units.count * DoubleArray.unitBytes)
        for unit in self.units {
            withUnsafeBytes(of: unit.base.littleEndian) { data.append(contentsOf: $0) }
            withUnsafeBytes(of: unit.check.littleEndian) { data.append(contentsOf: $0) }
        }
        return data
    }

    /// Adds a key that is not there yet.
    mutating func insert(_ key: some Sequence<UInt8>, value: UInt32) {
        var parent = 0
        for byte in key {
            let child = self.makeChild(of: parent, code: Int(byte) + 1)
            if self.units[child].isFree {
                let check = UInt32(bitPattern: self.units[parent].base)
                self.units[child] = Unit(base: Int32(self.makeBlock()), check: check)
            }
            parent = child
        }
        let leaf = self.makeChild(of: parent, code: 0)
        self.units[leaf] = Unit(base: -Int32(value) - 1, check: UInt32(bitPattern: self.units[parent].base))
    }

    /// The unit of this child: the child if there is one, else a free unit, after moving the family if need be.
    private mutating func makeChild(of parent: Int, code: Int) -> Int {
        let base = Int(self.units[parent].base)
        self.grow(to: base + 257)
        let index = base + code
        let unit = self.units[index]
        if unit.isFree || (unit.check == UInt32(base) && unit.base != 0) { return index }
        self.moveChildren(of: parent)
        return Int(self.units[parent].base) + code
    }

    /// Gives a node's children a block of their own. Grandchildren check their own parent's base, so they stay.
    private mutating func moveChildren(of parent: Int) {
        let old = Int(self.units[parent].base)
        let new = self.makeBlock()
        for code in Self.codes where old + code != 0 {
            let child = self.units[old + code]
            guard child.check == UInt32(old), child.base != 0 else { continue }
            self.units[new + code] = Unit(base: child.base, check: UInt32(new))
            self.units[old + code] = Unit()
        }
        self.units[parent].base = Int32(new)
    }

    private mutating func makeBlock() -> Int {
        let start = self.units.count + 1
        self.grow(to: start + 257)
        return start
    }

    private mutating func grow(to count: Int) {
        guard self.units.count < count else { return }
        self.units.append(contentsOf: repeatElement(Unit(), count: count - self.units.count))
    }
}
