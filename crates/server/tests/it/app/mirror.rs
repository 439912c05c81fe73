//! A STUN server, as far as one is needed: it says from where it was asked what it was told to say.

use std::{
    net::{Ipv4Addr, SocketAddr, UdpSocket},
    sync::{Arc, Mutex},
    thread,
};

/// Type, length, cookie and transaction of a message.
const HEADER_BYTES: usize = 20;
const QUESTION: [u8; 8] = [0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42];

/// A STUN server on this machine. Its thread ends with the tests.
pub struct Mirror {
    pub address: SocketAddr,
    /// From where it was asked.
    askers: Arc<Mutex<Vec<SocketAddr>>>,
}

impl Mirror {
    /// One that says so. It hears the first questions not, and those who want to be believed in its stead are quicker: an
    /// answer to another question, and one from another port.
    pub fn start(says: SocketAddr, deaf: usize) -> Self {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let liar = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = socket.local_addr().unwrap();
        let askers = Arc::<Mutex<Vec<_>>>::default();
        let seen = Arc::clone(&askers);
        thread::spawn(move || {
            let mut bytes = [0; 2_000];
            while let Ok((length, from)) = socket.recv_from(&mut bytes) {
                let question = &bytes[..length];
                assert!(length == HEADER_BYTES && question.starts_with(&QUESTION));
                seen.lock().unwrap().push(from);
                if seen.lock().unwrap().len() <= deaf {
                    continue;
                }
                let lie = SocketAddr::from(([198, 51, 100, 66], 6_666));
                let mut other = question.to_vec();
                other[HEADER_BYTES - 1] ^= 1;
                socket.send_to(&answer(&other, lie), from).unwrap();
                liar.send_to(&answer(question, lie), from).unwrap();
                socket.send_to(&answer(question, says), from).unwrap();
            }
        });
        Self { address, askers }
    }

    /// From where it was asked so far.
    pub fn askers(&self) -> Vec<SocketAddr> {
        self.askers.lock().unwrap().clone()
    }
}

/// Success, with the address under the mask of the cookie.
fn answer(question: &[u8], says: SocketAddr) -> Vec<u8> {
    let SocketAddr::V4(says) = says else {
        panic!("of IPv4")
    };
    let mut answer = question.to_vec();
    let length = 12;
    (answer[0], answer[1], answer[3]) = (1, 1, length);
    let (cookie, port) = (&question[4..8], says.port().to_be_bytes());
    answer.extend([
        0,
        0x20,
        0,
        8,
        0,
        1,
        port[0] ^ cookie[0],
        port[1] ^ cookie[1],
    ]);
    let masked = says.ip().octets().into_iter().zip(cookie);
    answer.extend(masked.map(|(byte, mask)| byte ^ mask));
    answer
}
