// SPDX-License-Identifier: Apache-2.0
internal import NoOpStages
internal import Worker

/// SplitMix64: the same numbers for the same seed, on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed }

    mutating func next() -> UInt64 {
        self.state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

enum JobKind: String, CaseIterable, Sendable {
    /// Ends well.
    case plain
    /// Has no sections.
    case empty
    /// One of its tasks fails twice before it succeeds.
    case transient
    /// One of its tasks cannot succeed.
    case permanent
    /// One of its tasks kills whoever runs it.
    case poison
}

/// A job that the driver will ask for.
struct PlannedJob: Sendable {
    let number: Int
    let time: Duration
    let kind: JobKind
    let request: RehearsalRequest
    /// Once more with the same key.
    let repeatedAfter: Duration?
    let cancelledAfter: Duration?

    var key: String { "job-\(self.number)" }
}

enum Fault: Hashable, Sendable {
    /// By its place in the fleet.
    case kill(Int)
    /// Starts again with a crash point that is met now and then.
    case crashAt(Int, CrashPoint)
    /// Longer than its lease.
    case freeze(Int, Duration)
    case drain(Int)
    case rollingRestart
    case freezeBroker(Duration)
    case killBroker
    /// Everything the broker had stored is gone.
    case wipeBroker
    case purge(String)
    case cutBrokerConnections
    case memoryAlarm(Duration)
    case restartDatabase
    case killDatabase
    /// It and all its sessions stand still.
    case freezeDatabase(Duration)
    case terminateBackends
    /// The disk of everything that is made has no byte left.
    case fillDisk(Duration)
    /// The TCP connections of the database are destroyed, where the kernel lets us.
    case cutDatabaseConnections

    /// Whether messages are gone, which are found to be missing by their count: that takes longer than anything else.
    var losesMessages: Bool {
        switch self {
        case .wipeBroker, .purge: true
        default: false
        }
    }

    /// All services depend on what it takes away: two of these at once would tell nothing of either.
    var isOfServer: Bool {
        switch self {
        case .kill, .crashAt, .freeze, .drain, .rollingRestart: false
        default: true
        }
    }
}

/// What a seed makes happen, and when.
struct Schedule: Sendable {
    let jobs: [PlannedJob]
    let faults: [(time: Duration, fault: Fault)]

    /// - Parameters:
    ///   - length: Of the load and of the faults.
    ///   - instanceCount: Services there are.
    ///   - canFillDisk: False leaves that fault out, and no other.
    ///   - isShort: Every kind of fault comes once, evenly, and every kind of job but the one that kills whoever runs it,
    ///     whose end takes two minutes.
    init(
        seed: UInt64, length: Duration, jobsPerSecond: Double, instanceCount: Int, canFillDisk: Bool,
        isShort: Bool = false
    ) {
        var generator = SeededGenerator(seed: seed)
        self.jobs = Self.jobs(seed, length, jobsPerSecond, isShort, &generator)
        let faults =
            isShort
            ? Self.everyFault(length, instanceCount, &generator)
            : Self.faults(length, instanceCount, &generator)
        self.faults = faults.filter { _, fault in
            if case .fillDisk = fault { canFillDisk } else { true }
        }
    }

    private static func jobs(
        _ seed: UInt64, _ length: Duration, _ rate: Double, _ isShort: Bool,
        _ generator: inout SeededGenerator
    ) -> [PlannedJob] {
        (0..<Int(length / .seconds(1) * rate)).map { number in
            let drawn = self.kind(&generator)
            let kind: JobKind =
                switch (isShort, number) {
                case (false, _): drawn
                case (true, 0): .permanent
                case (true, _): drawn == .poison ? .transient : drawn
                }
            var request = RehearsalRequest()
            request.sectionCount = kind == .empty ? 0 : Int.random(in: 1...5, using: &generator)
            request.taskMilliseconds = Int.random(in: 20...120, using: &generator)
            request.name = "\(seed)-\(number)"
            switch kind {
            case .transient:
                request.failsOncePart = Int.random(in: 0..<request.sectionCount * 2, using: &generator)
            case .permanent:
                request.failsForGoodPart = Int.random(in: 0..<request.sectionCount, using: &generator)
            case .poison: request.poisonPart = Int.random(in: 0..<request.sectionCount * 2, using: &generator)
            case .plain, .empty: break
            }
            let isRepeated = Double.random(in: 0..<1, using: &generator) < 0.1
            let isCancelled = kind == .plain && Double.random(in: 0..<1, using: &generator) < 0.06
            return PlannedJob(
                number: number, time: .seconds(Double(number) / rate), kind: kind, request: request,
                repeatedAfter: isRepeated ? .seconds(Double.random(in: 0...3, using: &generator)) : nil,
                cancelledAfter: isCancelled ? .seconds(Double.random(in: 0...6, using: &generator)) : nil)
        }
    }

    private static func kind(_ generator: inout SeededGenerator) -> JobKind {
        switch Double.random(in: 0..<1, using: &generator) {
        case ..<0.02: .poison
        case ..<0.05: .permanent
        case ..<0.12: .transient
        case ..<0.17: .empty
        default: .plain
        }
    }

    /// Every kind once, in an order of the seed's, evenly over the time.
    private static func everyFault(
        _ length: Duration, _ instanceCount: Int, _ generator: inout SeededGenerator
    ) -> [(time: Duration, fault: Fault)] {
        var names = Set<String>()
        let deck = Self.deck(instanceCount, &generator).shuffled(using: &generator)
            .filter { names.insert($0.name).inserted }
        let first = Duration.seconds(3)
        return deck.enumerated().map { place, fault in
            (time: first + (length - first * 2) * place / deck.count, fault: fault)
        }
    }

    /// Every kind once, in an order of the seed's, before any comes again.
    private static func faults(
        _ length: Duration, _ instanceCount: Int, _ generator: inout SeededGenerator
    ) -> [(time: Duration, fault: Fault)] {
        var faults: [(time: Duration, fault: Fault)] = []
        var deck: [Fault] = []
        var time = Duration.seconds(3)
        while time < length {
            if deck.isEmpty { deck = Self.deck(instanceCount, &generator).shuffled(using: &generator) }
            faults.append((time, deck.removeLast()))
            time += .seconds(Double.random(in: 3...10, using: &generator))
        }
        return faults
    }

    private static func deck(_ instanceCount: Int, _ generator: inout SeededGenerator) -> [Fault] {
        func anyone() -> Int { Int.random(in: 0..<instanceCount, using: &generator) }
        func points() -> CrashPoint {
            CrashPoint.allCases.filter { !$0.isOfGateway }.randomElement(using: &generator) ?? .afterClaim
        }
        func seconds(_ range: ClosedRange<Double>) -> Duration {
            .seconds(Double.random(in: range, using: &generator))
        }
        return [
            .kill(anyone()), .kill(anyone()), .kill(anyone()), .crashAt(anyone(), points()),
            .crashAt(anyone(), points()), .freeze(anyone(), seconds(8...12)), .drain(anyone()),
            .rollingRestart,
            .freezeBroker(seconds(5...15)), .killBroker, .wipeBroker,
            .purge(PipelineTopology.routingKeys.randomElement(using: &generator) ?? "render"),
            .cutBrokerConnections, .memoryAlarm(seconds(3...8)), .restartDatabase, .killDatabase,
            .freezeDatabase(seconds(4...10)), .terminateBackends, .cutDatabaseConnections,
            .fillDisk(seconds(4...8)),
        ]
    }
}
