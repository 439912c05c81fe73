//! Numbers of calls, for `/metrics`.

use metrics::{counter, describe_counter, describe_gauge, gauge};
use parlor_protocol::voice::Transport;
use parlor_voice::Carried;

use super::Calls;

const CALLS: &str = "parlor_voice_calls";
const SEATS: &str = "parlor_voice_seats";
const PACKETS: &str = "parlor_voice_packets_total";
const BYTES: &str = "parlor_voice_bytes_total";
const LOST: &str = "parlor_voice_frames_lost_total";

/// Says what they are, once in a process.
pub fn describe_metrics() {
    describe_gauge!(CALLS, "Calls in which somebody is.");
    describe_gauge!(
        SEATS,
        "People in calls, by the way their sound goes: udp, tcp or ws."
    );
    describe_counter!(PACKETS, "Packets of voice, by way and direction.");
    describe_counter!(BYTES, "Bytes of them.");
    describe_counter!(
        LOST,
        "Frames of sound that a slow WebSocket, or a busy server, had no room for."
    );
}

/// Brings them up to date, for somebody who reads them now.
pub fn report_metrics(calls: &Calls) {
    let (count, ways) = calls.with(|manager| (manager.channels().len(), manager.ways()));
    gauge!(CALLS).set(number(count));
    for (way, seats) in ways {
        gauge!(SEATS, "way" => word(way)).set(number(seats));
    }
    counter!(LOST).absolute(calls.frames_lost());
    let Some(traffic) = calls.traffic() else {
        return;
    };
    for (way, carried) in [
        (Transport::Udp, traffic.udp),
        (Transport::Tcp, traffic.tcp),
        (Transport::Ws, traffic.ws),
    ] {
        report(word(way), carried);
    }
}

fn report(way: &'static str, carried: Carried) {
    counter!(PACKETS, "way" => way, "direction" => "in").absolute(carried.packets_in);
    counter!(PACKETS, "way" => way, "direction" => "out").absolute(carried.packets_out);
    counter!(BYTES, "way" => way, "direction" => "in").absolute(carried.bytes_in);
    counter!(BYTES, "way" => way, "direction" => "out").absolute(carried.bytes_out);
}

const fn word(way: Transport) -> &'static str {
    match way {
        Transport::Udp => "udp",
        Transport::Tcp => "tcp",
        Transport::Ws => "ws",
    }
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}
