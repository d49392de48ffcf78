// SPDX-License-Identifier: Apache-2.0
internal import CArchive
package import Foundation

/// Writes a ZIP archive piece by piece: what it has so far is taken out as it grows, so none of it need fit in memory.
///
/// Entries are stored as they are, for films and pictures are compressed already.
package final class ZIPStream {
    private let archive: OpaquePointer
    private let sink = Sink()

    /// AE_IFREG, whose macro Swift cannot read.
    private static let regularFile: UInt32 = 0o100000

    /// Sizes of a film below this end in the classic format; libarchive takes Zip64 where they do not.
    package init() throws(ArchiveError) {
        guard let archive = archive_write_new() else { throw ArchiveError(detail: "out of memory") }
        self.archive = archive
        let context = Unmanaged.passUnretained(self.sink).toOpaque()
        try self.check(archive_write_set_format_zip(archive))
        try self.check(archive_write_zip_set_compression_store(archive))
        try self.check(archive_write_set_bytes_per_block(archive, 0))
        try self.check(archive_write_open2(archive, context, nil, receive, nil, nil))
    }

    deinit { archive_write_free(self.archive) }

    /// Begins a file.
    ///
    /// - Parameters:
    ///   - name: ASCII.
    ///   - size: In bytes: as many are then appended.
    package func begin(_ name: String, size: Int, modified: Date) throws(ArchiveError) {
        let entry = archive_entry_new2(self.archive)
        defer { archive_entry_free(entry) }
        archive_entry_set_pathname(entry, name)
        archive_entry_set_size(entry, Int64(size))
        archive_entry_set_filetype(entry, Self.regularFile)
        archive_entry_set_perm(entry, 0o644)
        archive_entry_set_mtime(entry, Int(modified.timeIntervalSince1970), 0)
        try self.check(archive_write_header(self.archive, entry))
    }

    package func append(_ bytes: Data) throws(ArchiveError) {
        let written = bytes.withUnsafeBytes { archive_write_data(self.archive, $0.baseAddress, $0.count) }
        guard written == bytes.count else { throw self.error() }
    }

    /// Ends the archive; the last bytes are then to be taken.
    package func finish() throws(ArchiveError) { try self.check(archive_write_close(self.archive)) }

    /// The archive's bytes since the last call.
    package func take() -> Data {
        defer { self.sink.bytes = Data() }
        return self.sink.bytes
    }

    private func check(_ code: Int32) throws(ArchiveError) {
        guard code == ARCHIVE_OK else { throw self.error() }
    }

    private func error() -> ArchiveError {
        ArchiveError(detail: archive_error_string(self.archive).map { String(cString: $0) } ?? "unknown")
    }
}

/// An archive could not be written.
package struct ArchiveError: Error, CustomStringConvertible {
    package let detail: String
    package var description: String { "The archive could not be written: \(self.detail)." }
}

/// Borrowed by libarchive for as long as its archive lives.
private final class Sink {
    var bytes = Data()
}

private func receive(
    _ archive: OpaquePointer?, _ context: UnsafeMutableRawPointer?, _ bytes: UnsafeRawPointer?, _ count: Int
) -> Int {
    guard let context, let bytes else { return -1 }
    Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue().bytes.append(
        UnsafeRawBufferPointer(start: bytes, count: count).assumingMemoryBound(to: UInt8.self))
    return count
}
