// SPDX-License-Identifier: Apache-2.0
internal import CPostgres

extension Connection {
    /// Sends statements in one go and reads all answers: one round trip instead of one each. After one that fails the
    /// server skips the rest.
    ///
    /// - Returns: Their rows, in their order.
    func together(_ statements: [Statement], interrupt: Interrupt) throws(StoreError) -> [Rows] {
        var names: [String?] = []
        var queries: [Query] = []
        for case .query(let query) in statements { queries.append(query) }
        for statement in statements {
            switch statement {
            case .text: names.append(nil)
            case .query(let query): names.append(try self.prepared(query, interrupt: interrupt))
            }
        }
        try self.begin(interrupt)
        try self.sent(PQenterPipelineMode(self.link.handle))
        var sentCount = 0
        var refusal: StoreError?
        for (statement, name) in zip(statements, names) where refusal == nil {
            do {
                try self.send(statement, name)
                sentCount += 1
            } catch {
                // A value that cannot be sent; the answers to what went before it are read all the same.
                guard !self.isBroken else { throw error }
                refusal = error
            }
        }
        try self.sent(PQpipelineSync(self.link.handle))
        let answer = try self.answers(sentCount, interrupt)
        try self.sent(PQexitPipelineMode(self.link.handle))
        if let refusal { throw refusal }
        switch answer {
        case .success(let rows): return rows
        case .failure(let error): throw self.staleness(of: queries, error)
        }
    }

    private func send(_ statement: Statement, _ name: String?) throws(StoreError) {
        switch statement {
        case .text(let text):
            try self.sent(PQsendQueryParams(self.link.handle, text, 0, nil, nil, nil, nil, 0))
        case .query(let query):
            try self.sent(try Parameters.send(query.values, statement: name ?? "", to: self.link.handle))
        }
    }

    /// - Returns: All answers, or the first failure.
    private func answers(
        _ count: Int, _ interrupt: Interrupt
    ) throws(StoreError) -> Result<[Rows], StoreError> {
        var answers: [Rows] = []
        var failure: StoreError?
        for _ in 0..<count {
            do {
                answers.append(try self.finish(interrupt))
            } catch {
                // Those after it only say that they were skipped.
                failure = failure ?? error
                if self.isBroken { throw error }
            }
        }
        var wait = self.answerWait()
        try self.waitForResult(interrupt, &wait)
        guard let end = QueryResult.next(of: self.link.handle), end.isPipelineEnd else { throw self.lost() }
        return failure.map { .failure($0) } ?? .success(answers)
    }
}
