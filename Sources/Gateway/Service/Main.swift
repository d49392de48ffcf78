// SPDX-License-Identifier: Apache-2.0
internal import Artifacts
internal import Broker
internal import Domain
internal import Foundation
internal import GatewayApp
internal import ServiceMain
internal import ServiceSettings
internal import Store
internal import Worker

@main
struct GatewayService {
    static func main() async {
        await ServiceMain.run("gateway") { start in
            let settings = start.settings
            // Requests share these; the relay and a readiness check keep one each for a while.
            let store = Store(ServiceMain.endpoint("gateway", settings), sessions: 8, waiterLimit: 2_000)
            var queue = JobQueue(store, leaseDuration: settings.leaseDuration, retention: settings.retention)
            queue.stepReached = { if $0 == .admitting { CrashPoint.reached(.duringAdmit) } }
            let record = WorkerRecord(
                instance: settings.instance, service: "gateway", host: ProcessInfo.processInfo.hostName,
                processID: Int(getpid()), version: ProductVersion.current, slots: 0)
            let outbox = OutboxService(
                queue: queue, address: try BrokerAddress(parsing: settings.rabbitMQ.value), record: record,
                batchSize: settings.outboxBatch, confirmTimeout: settings.confirmTimeout, logger: start.logger
            )
            let gateway = Gateway(
                GatewaySettings(settings, house: start.house), queue: queue,
                objects: DirectoryStore(root: try ServiceMain.artifacts(settings)), outbox: outbox,
                metrics: start.metrics, logger: start.logger)
            try await ServiceMain.serve(
                gateway, liveness: { outbox.stopReason() }, readiness: gateway.readinessChecks, start)
        }
    }
}
