//! How much, how many, how long. What happens at each limit stands with it.

use std::time::Duration;

/// Audio slots of a listener: so many people are heard at once, the loudest of those who speak.
pub const SLOTS: usize = 8;

/// Seats of one media thread. One more is told [`Failure::NoSeat`](crate::Failure::NoSeat).
pub const SEATS_MAX: usize = 2_000;

/// Commands that may wait for the media thread. More, and [`Media::send`](crate::Media::send) says [`Full`](crate::Full).
pub const COMMANDS_MAX: usize = 4_096;

/// The longest answer that is read, in bytes; a longer one is no answer. A browser's has some 10,000.
pub const SDP_BYTES_MAX: usize = 64 * 1024;

/// Connections of TCP that may be open. One more is closed at once.
pub const TCP_STREAMS_MAX: usize = 1_000;

/// And of those that have not proven who they are. One more is closed at once.
pub const TCP_STRANGERS_MAX: usize = 100;

/// A connection of TCP that has not proven for so long who it is, is closed. Browsers do it at once.
pub const TCP_STRANGER_TIME: Duration = Duration::from_secs(10);

/// What may wait for a connection of TCP to take it, in bytes; some two seconds of eight voices. What is more is lost: late sound
/// is none.
pub const TCP_WAITING_BYTES_MAX: usize = 128 * 1024;

/// The largest datagram that is looked at, in bytes. Browsers keep below 1,500; the rest of a longer one is cut off,
/// and what is cut does not decrypt.
pub const DATAGRAM_BYTES_MAX: usize = 2_000;

/// Packets of one person that are passed on, a second; browsers send 50, or 100 if they cut sound finer. What is more is dropped.
pub const PACKETS_PER_SECOND_MAX: f32 = 120.0;

/// And so many at once, after a pause: a network may hold back packets and let go of them together.
pub const PACKETS_BURST: f32 = 200.0;

/// The largest payload that is passed on, in bytes: two of the longest Opus frames that a browser makes of a voice, and room to spare.
pub const PAYLOAD_BYTES_MAX: usize = 1_300;

/// Addresses that may be known of one seat. One more takes the place of the oldest that is not in use.
pub const ADDRESSES_MAX: usize = 8;

/// A slot whose speaker has been silent for so long may be given to another.
pub const SLOT_IDLE: Duration = Duration::from_millis(400);

/// A slot stays with a speaker for at least so long, however loud others are.
pub const SLOT_HOLD: Duration = Duration::from_millis(300);

/// By so much somebody must be louder to take the slot of one who still speaks, in decibel.
pub const SLOT_MARGIN_DB: f32 = 3.0;

/// Below this a packet is taken for silence when slots are scarce, in decibel below full scale.
pub const AUDIBLE_DBOV: f32 = -60.0;

/// Above this, smoothed, somebody speaks, in decibel below full scale.
pub const SPEAKING_DBOV: f32 = -45.0;

/// Somebody who paused for less than this still speaks.
pub const SPEAKING_HANG_OVER: Duration = Duration::from_millis(350);

/// A room is told who speaks at most this often.
pub const SPEAKING_EVERY: Duration = Duration::from_millis(100);

/// A seat that sent nothing for so long is [`Event::Disconnected`](crate::Event::Disconnected), and is sent nothing. Browsers
/// ask for a sign of life every 2.5 to 6 seconds.
pub const SILENCE_MAX: Duration = Duration::from_secs(8);

/// A browser that names another of its addresses is followed there, once the one of before has been quiet for so long.
pub const PATH_QUIET: Duration = Duration::from_millis(500);

/// How long a mirror has to answer the first question of how we are seen; each further one waits twice as long (RFC 8489, 6.2.1).
pub const MIRROR_TRY: Duration = Duration::from_millis(500);

/// So many questions; none of them answered, and [`Event::Seen`](crate::Event::Seen) says so, after 15.5 s in all.
pub const MIRROR_TRIES: u32 = 5;

/// How often a seat's [`Event::Quality`](crate::Event::Quality) is told, and reports are exchanged.
pub const QUALITY_EVERY: Duration = Duration::from_secs(2);

/// A jump in a speaker's numbering of more packets than this is a new beginning, not a loss; some 60 seconds.
pub const GAP_PACKETS_MAX: u64 = 3_000;

/// The shortest time between two looks at one seat.
pub const STEP_MIN: Duration = Duration::from_millis(1);

/// What the kernel may hold of datagrams for us in each direction, in bytes: some 30,000 packets of voice. More are lost.
pub const SOCKET_BUFFER_BYTES: usize = 4 * 1024 * 1024;

/// Video slots of a viewer: so many cameras and screens are seen at once. Who asks for more gets the first of them.
pub const VIDEO_SLOTS: usize = 9;

/// The largest payload of video that is passed on, in bytes. Browsers keep below 1,200; a larger one is dropped.
pub const VIDEO_PAYLOAD_BYTES_MAX: usize = 1_300;

/// A video may take so many times what its browser was told to keep below: that is kept on average only. What is more is dropped.
pub const VIDEO_MARGIN: f32 = 1.5;

/// And it may take what it has not used for so long at once: a picture that stands for itself is many times the size of others.
pub const VIDEO_BURST: Duration = Duration::from_secs(3);

/// Packets of one video slot that can be sent again, if their viewer asks: a second or two.
pub const VIDEO_KEPT_PACKETS: usize = 400;

/// A layer of a camera that did not come for so long is taken for one that is not sent.
pub const LAYER_IDLE: Duration = Duration::from_secs(1);

/// A browser is asked for a picture that stands for itself at most this often for each layer, however many viewers want one.
pub const KEYFRAME_EVERY: Duration = Duration::from_millis(500);

/// A viewer who loses a larger part of the video than this gets a smaller layer of cameras.
pub const LOSS_HEAVY: f32 = 0.1;

/// And one who loses less than this gets a larger one again.
pub const LOSS_CALM: f32 = 0.02;

/// After so long.
pub const LOSS_CALM_TIME: Duration = Duration::from_secs(10);
