// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation
internal import Media

/// A segment in the artifact store: parameter sets, then access units, each behind its length.
///
/// `MGS1`, then records of a big-endian 32-bit length and bytes: SPS, PPS, and one record for each picture, whose
/// length has the top bit set for a keyframe.
struct SegmentFile {
    var parameterSets: (sequence: [UInt8], picture: [UInt8])
    var units: [AccessUnit]

    private static let magic = Array("MGS1".utf8)
    private static let keyframeBit: UInt32 = 1 << 31

    func encode() -> Data {
        var data = Data(Self.magic)
        func append(_ bytes: [UInt8], flag: UInt32 = 0) {
            withUnsafeBytes(of: (UInt32(bytes.count) | flag).bigEndian) { data.append(contentsOf: $0) }
            data.append(contentsOf: bytes)
        }
        append(self.parameterSets.sequence)
        append(self.parameterSets.picture)
        for unit in self.units { append(unit.bytes, flag: unit.isKeyframe ? Self.keyframeBit : 0) }
        return data
    }

    /// - Throws: ``JobFailure`` with `internalFailure` when the bytes are no segment.
    init(decoding data: Data, name: String) throws {
        let bytes = [UInt8](data)
        let damaged = JobFailure(.internalFailure, name, detail: "this is not a film segment")
        guard bytes.starts(with: Self.magic) else { throw damaged }
        var records: [AccessUnit] = []
        var offset = Self.magic.count
        while offset + 4 <= bytes.count {
            let word = bytes[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            let count = Int(word & ~Self.keyframeBit)
            offset += 4
            guard offset + count <= bytes.count else { throw damaged }
            records.append(
                AccessUnit(
                    bytes: Array(bytes[offset..<offset + count]), isKeyframe: word & Self.keyframeBit != 0))
            offset += count
        }
        guard offset == bytes.count, records.count > 2 else { throw damaged }
        self.parameterSets = (records[0].bytes, records[1].bytes)
        self.units = Array(records.dropFirst(2))
    }

    init(parameterSets: (sequence: [UInt8], picture: [UInt8])) {
        self.parameterSets = parameterSets
        self.units = []
    }
}
