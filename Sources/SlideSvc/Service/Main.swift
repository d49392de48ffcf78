// SPDX-License-Identifier: Apache-2.0
internal import ServiceMain
internal import ServiceSettings

@main
struct SlideService {
    static func main() async {
        await ServiceMain.run("slide-svc", routingKey: "slide", slots: 2) { settings, house in
            SlideHandler(house: house, allowsPrivateAddresses: settings.allowsPrivateAddresses)
        }
    }
}
