// SPDX-License-Identifier: Apache-2.0
internal import CPostgres

/// Owns one `PGresult`: clears it exactly once.
struct QueryResult: ~Copyable {
    private let handle: OpaquePointer

    private init(adopting handle: OpaquePointer) { self.handle = handle }

    deinit { PQclear(self.handle) }

    /// Nil when the answer is complete.
    static func next(of connection: OpaquePointer) -> QueryResult? {
        guard let handle = PQgetResult(connection) else { return nil }
        return QueryResult(adopting: handle)
    }

    var isSuccess: Bool { moviegen_pq_is_success(self.handle) != 0 }
    var isPipelineEnd: Bool { moviegen_pq_is_pipeline_end(self.handle) != 0 }
    var isCopy: Bool { moviegen_pq_is_copy(self.handle) != 0 }

    func error(wasCancelled: Bool) -> StoreError {
        // A stream that ended has a result without a state.
        guard let state = self.field(moviegen_pq_sql_state(self.handle)) else {
            return StoreError(
                .connectionLost, "the connection was lost",
                detail: String(cString: PQresultErrorMessage(self.handle)))
        }
        return StoreError.server(
            sqlState: state, message: self.field(moviegen_pq_message(self.handle)) ?? "",
            detail: self.field(moviegen_pq_detail(self.handle)) ?? "", wasCancelled: wasCancelled)
    }

    private func field(_ text: UnsafeMutablePointer<CChar>?) -> String? {
        text.map { String(cString: $0) }
    }

    func rows() -> Rows {
        let columnCount = PQnfields(self.handle)
        var columns: [String: Int] = [:]
        for column in 0..<columnCount { columns[String(cString: PQfname(self.handle, column))] = Int(column) }
        let cells = (0..<PQntuples(self.handle)).map { row in
            (0..<columnCount).map { column in self.cell(row, column) }
        }
        let affected = Int(String(cString: PQcmdTuples(self.handle))) ?? 0
        return Rows(columns: columns, cells: cells, affectedCount: affected)
    }

    /// Copied: libpq's bytes end with the result.
    private func cell(_ row: Int32, _ column: Int32) -> String? {
        guard PQgetisnull(self.handle, row, column) == 0, let bytes = PQgetvalue(self.handle, row, column)
        else {
            return nil
        }
        let length = Int(PQgetlength(self.handle, row, column))
        return bytes.withMemoryRebound(to: UInt8.self, capacity: length) { bytes in
            String(decoding: UnsafeBufferPointer(start: bytes, count: length), as: UTF8.self)
        }
    }
}
