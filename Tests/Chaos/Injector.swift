// SPDX-License-Identifier: Apache-2.0
internal import Foundation
internal import TestServers
internal import Worker

/// Does what the schedule says to services and servers, and undoes it.
actor Injector {
    struct Done: Sendable {
        let fault: Fault
        let began: Date
        /// When it was over: the server is back, the process may go on or has been killed.
        let ended: Date
    }

    private let fleet: Fleet
    private let journal: Journal
    private let databasePort: Int
    private let disk: SmallDisk?
    private(set) var done: [Done] = []
    private(set) var failures: [String] = []

    init(fleet: Fleet, journal: Journal, databasePort: Int, disk: SmallDisk?) {
        self.fleet = fleet
        self.journal = journal
        self.databasePort = databasePort
        self.disk = disk
    }

    /// Returns when everything has been undone. Faults of servers come one after the other, those of services as planned.
    func run(_ faults: [(time: Duration, fault: Fault)]) async {
        await withDiscardingTaskGroup { group in
            for (isOfServer, own) in [
                (true, faults.filter { $0.fault.isOfServer }),
                (false, faults.filter { !$0.fault.isOfServer }),
            ] {
                group.addTask { await self.inject(own, oneByOne: isOfServer) }
            }
        }
    }

    private func inject(_ faults: [(time: Duration, fault: Fault)], oneByOne: Bool) async {
        await withDiscardingTaskGroup { group in
            for (time, fault) in faults {
                try? await Task.sleep(for: time - self.journal.elapsed)
                if oneByOne { await self.inject(fault) } else { group.addTask { await self.inject(fault) } }
            }
        }
    }

    private func inject(_ fault: Fault) async {
        self.journal.note("fault begins", ["fault": "\(fault)"])
        let began = Date()
        do {
            try await self.perform(fault)
            self.done.append(Done(fault: fault, began: began, ended: Date()))
            self.journal.note("fault ends", ["fault": "\(fault)"])
        } catch {
            self.failures.append("\(fault): \(error)")
            self.journal.note("fault failed", ["fault": "\(fault)", "error": "\(error)"])
        }
    }

    private func perform(_ fault: Fault) async throws {
        switch fault {
        case .kill(let place): await self.fleet.kill(place)
        case .crashAt(let place, let point): await self.fleet.drain(place, crashAt: "\(point.rawValue)-0.05")
        case .freeze(let place, let time): await self.fleet.freeze(place, for: time)
        case .drain(let place): await self.fleet.drain(place)
        case .rollingRestart: for place in 0..<(await self.fleet.count) { await self.fleet.drain(place) }
        case .freezeBroker(let time):
            try await ServerScript.run("rabbitmq.sh", "freeze", Servers.name)
            try await Task.sleep(for: time)
            try await ServerScript.run("rabbitmq.sh", "thaw", Servers.name)
        case .killBroker:
            try await ServerScript.run("rabbitmq.sh", "kill", Servers.name)
            try await Servers.startBroker()
        case .wipeBroker:
            try await ServerScript.run("rabbitmq.sh", "wipe", Servers.name)
            try await Servers.startBroker()
        case .purge(let key):
            let management = try Servers.management()
            try await management.call("DELETE", "queues/movie/\(PipelineTopology.workQueue(key))/contents")
        case .cutBrokerConnections:
            try await ServerScript.run(
                "rabbitmq.sh", "ctl", Servers.name, "close_all_connections", "cut by the chaos driver")
        case .memoryAlarm(let time):
            try await ServerScript.run(
                "rabbitmq.sh", "ctl", Servers.name, "set_vm_memory_high_watermark", "absolute", "1MB")
            try await Task.sleep(for: time)
            try await ServerScript.run(
                "rabbitmq.sh", "ctl", Servers.name, "set_vm_memory_high_watermark", "absolute", "1GB")
        case .restartDatabase:
            try await ServerScript.run("postgres.sh", "stop", Servers.name)
            try await ServerScript.run("postgres.sh", "start", Servers.name)
        case .freezeDatabase(let time):
            try await ServerScript.run("postgres.sh", "freeze", Servers.name)
            try? await Task.sleep(for: time)
            try await ServerScript.run("postgres.sh", "thaw", Servers.name)
        case .killDatabase:
            try await ServerScript.run("postgres.sh", "kill", Servers.name)
            try await ServerScript.run("postgres.sh", "start", Servers.name)
        case .fillDisk(let time):
            try self.disk?.fill()
            // Emptied even when the run is cut short.
            try? await Task.sleep(for: time)
            try self.disk?.empty()
        case .terminateBackends: try await Servers.terminateBackends()
        case .cutDatabaseConnections: try Servers.destroyConnections(to: self.databasePort)
        }
    }
}
