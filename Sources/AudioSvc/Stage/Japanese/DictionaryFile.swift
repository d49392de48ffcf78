// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// A dictionary compiled by MeCab 0.996: a header of 72 bytes, a double array, tokens of 16 bytes, and features,
/// each ended by a zero byte. A double array's value is the index of the first token, shifted by 8, and their count.
struct DictionaryFile: Sendable {
    /// A word to add.
    struct Entry {
        var key: String
        var contextID: UInt16
        var feature: String
    }

    private static let headerBytes = 72
    private static let tokenBytes = 16
    private static let magic: UInt32 = 0xEF71_8F77
    private static let version: UInt32 = 102

    private let file: Data
    private let units: Range<Int>
    private let tokens: Range<Int>
    private let features: Range<Int>

    /// Maps the file; pages are read as words are looked up.
    init(_ url: URL) throws {
        let file = try Data(contentsOf: url, options: .alwaysMapped)
        guard file.count > Self.headerBytes,
            file.littleEndianInteger(at: 0) as UInt32 ^ Self.magic == UInt32(truncatingIfNeeded: file.count),
            file.littleEndianInteger(at: 4) as UInt32 == Self.version,
            file[40..<45].elementsEqual("UTF-8".utf8)
        else { throw CocoaError(.fileReadCorruptFile) }
        let sizes = [24, 28, 32].map { Int(file.littleEndianInteger(at: $0) as UInt32) }
        guard sizes.reduce(Self.headerBytes, +) == file.count else { throw CocoaError(.fileReadCorruptFile) }
        self.file = file
        self.units = Self.headerBytes..<Self.headerBytes + sizes[0]
        self.tokens = self.units.upperBound..<self.units.upperBound + sizes[1]
        self.features = self.tokens.upperBound..<file.count
    }

    var fingerprint: String { "\(self.file.count)-\(self.units.count)-\(self.tokens.count)" }

    /// What the dictionary says of a word, one string a sense.
    func features(of word: String) -> [String] {
        let value = self.file.withUnsafeBytes { bytes in
            DoubleArray.value(of: word.utf8, in: UnsafeRawBufferPointer(rebasing: bytes[self.units]))
        }
        guard let value else { return [] }
        return (0..<Int(value & 0xFF)).compactMap { self.feature(ofToken: Int(value >> 8) + $0) }
    }

    private func feature(ofToken index: Int) -> String? {
        let offset = self.tokens.lowerBound + index * Self.tokenBytes
        guard offset + Self.tokenBytes <= self.tokens.upperBound else { return nil }
        let start = self.features.lowerBound + Int(self.file.littleEndianInteger(at: offset + 8) as UInt32)
        guard start < self.features.upperBound else { return nil }
        return String(decoding: self.file[start...].prefix { $0 != 0 }, as: UTF8.self)
    }

    /// The file with more words in it.
    func adding(_ entries: [Entry]) -> Data {
        var array = self.file.withUnsafeBytes {
            GrowingDoubleArray(UnsafeRawBufferPointer(rebasing: $0[self.units]))
        }
        var tokens = Data(self.file[self.tokens])
        var features = Data(self.file[self.features])
        for entry in entries {
            array.insert(entry.key.utf8, value: UInt32(tokens.count / Self.tokenBytes) << 8 | 1)
            tokens.append(littleEndian: entry.contextID)
            tokens.append(littleEndian: entry.contextID)
            tokens.append(littleEndian: UInt32(0))
            tokens.append(littleEndian: UInt32(features.count))
            tokens.append(littleEndian: UInt32(0))
            features.append(Data(entry.feature.utf8) + [0])
        }
        let units = array.data
        let size = Self.headerBytes + units.count + tokens.count + features.count
        var header = Data()
        header.append(littleEndian: UInt32(size) ^ Self.magic)
        header.append(self.file[4..<12])
        header.append(littleEndian: UInt32(tokens.count / Self.tokenBytes))
        header.append(self.file[16..<24])
        for part in [units, tokens, features] { header.append(littleEndian: UInt32(part.count)) }
        header.append(self.file[36..<Self.headerBytes])
        return header + units + tokens + features
    }
}

extension Data {
    /// The integer at an offset from the start, which must lie inside.
    func littleEndianInteger<Value: FixedWidthInteger>(at offset: Int) -> Value {
        self.withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Value.self)) }
    }

    mutating func append(littleEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { self.append(contentsOf: $0) }
    }
}
