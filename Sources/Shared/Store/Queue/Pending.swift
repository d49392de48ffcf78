extension JobQueue { package func invariantViolations() async throws -> [String: Int] { [:] } }
