//! The socket: many datagrams a call, in both directions.

mod ways;

use std::{
    io::{self, IoSliceMut},
    net::{IpAddr, SocketAddr, UdpSocket},
    os::fd::{AsFd, BorrowedFd},
};

use quinn_udp::{BATCH_SIZE, RecvMeta, Transmit, UdpSockRef, UdpSocketState};
use socket2::{Domain, Protocol, Type};

use crate::limits::SOCKET_BUFFER_BYTES;
use ways::Ways;

/// The kernel may join datagrams of one sender into one of this many bytes.
const JOINED_BYTES_MAX: usize = 64 * 1024;
/// Datagrams that go out in one call.
#[cfg(target_os = "linux")]
const SEND_BATCH: usize = 64;

/// The socket.
#[derive(Debug)]
pub(super) struct Socket {
    udp: UdpSocket,
    state: UdpSocketState,
    is_ipv6: bool,
    /// Only where the socket has more than one address.
    ways: Option<Ways>,
    buffers: Vec<u8>,
}

impl Socket {
    pub(super) fn bind(listen: SocketAddr) -> io::Result<Self> {
        let socket = socket2::Socket::new(
            Domain::for_address(listen),
            Type::DGRAM,
            Some(Protocol::UDP),
        )?;
        if listen.is_ipv6() {
            // `[::]` is everything, IPv4 as well.
            socket.set_only_v6(!listen.ip().is_unspecified())?;
        }
        // As much as the system allows.
        let _ = socket.set_recv_buffer_size(SOCKET_BUFFER_BYTES);
        let _ = socket.set_send_buffer_size(SOCKET_BUFFER_BYTES);
        socket.bind(&listen.into())?;
        let socket = UdpSocket::from(socket);
        let state = UdpSocketState::new(UdpSockRef::from(&socket))?;
        Ok(Self {
            udp: socket,
            state,
            is_ipv6: listen.is_ipv6(),
            ways: listen.ip().is_unspecified().then(Ways::default),
            buffers: vec![0; BATCH_SIZE * JOINED_BYTES_MAX],
        })
    }

    pub(super) fn local_addr(&self) -> io::Result<SocketAddr> {
        self.udp.local_addr()
    }

    /// What to wait for.
    pub(super) fn fd(&self) -> BorrowedFd<'_> {
        self.udp.as_fd()
    }

    /// Takes what has come, at most one batch. Tells how many.
    pub(super) fn receive(&mut self, mut take: impl FnMut(SocketAddr, &[u8])) -> io::Result<usize> {
        let mut metas = [RecvMeta::default(); BATCH_SIZE];
        let mut slices: Vec<_> = self
            .buffers
            .chunks_mut(JOINED_BYTES_MAX)
            .map(IoSliceMut::new)
            .collect();
        let came = self
            .state
            .recv(UdpSockRef::from(&self.udp), &mut slices, &mut metas);
        let came = match came {
            Ok(came) => came,
            // Somebody to whom we sent is not there any more.
            Err(error) if is_passing(&error) => return Ok(0),
            Err(error) => return Err(error),
        };
        let mut datagrams = 0;
        for (meta, buffer) in metas.iter().zip(&slices).take(came) {
            let source = SocketAddr::new(meta.addr.ip().to_canonical(), meta.addr.port());
            if let (Some(ways), Some(ours)) = (&mut self.ways, meta.dst_ip) {
                ways.came(source, ours.to_canonical());
            }
            for datagram in buffer[..meta.len].chunks(meta.stride.max(1)) {
                take(source, datagram);
                datagrams += 1;
            }
        }
        Ok(datagrams)
    }

    /// Sends all; what the kernel does not take at once is lost: late sound is none.
    pub(super) fn send(&mut self, datagrams: &mut Vec<(SocketAddr, Vec<u8>)>) {
        let (udp, state, is_ipv6) = (&self.udp, &self.state, self.is_ipv6);
        if let Some(ways) = &mut self.ways {
            datagrams.retain(|(to, contents)| {
                let Some(src_ip) = ways.back(*to) else {
                    return true;
                };
                let transmit = Transmit {
                    destination: mapped(*to, is_ipv6),
                    ecn: None,
                    contents,
                    segment_size: None,
                    src_ip: Some(src_ip),
                };
                if let Err(error) = state.try_send(UdpSockRef::from(udp), &transmit) {
                    tracing::debug!(%error, %to, "a datagram of voice is lost");
                }
                false
            });
        }
        for (to, _) in datagrams.iter_mut() {
            *to = mapped(*to, is_ipv6);
        }
        self.send_all(datagrams);
        datagrams.clear();
    }

    #[cfg(target_os = "linux")]
    fn send_all(&self, datagrams: &[(SocketAddr, Vec<u8>)]) {
        for batch in datagrams.chunks(SEND_BATCH) {
            let mut left = batch;
            while !left.is_empty() {
                match send_batch(&self.udp, left) {
                    Ok(sent) => left = left.get(sent.max(1)..).unwrap_or_default(),
                    Err(rustix::io::Errno::INTR) => {}
                    // The first of them cannot be sent: its network is gone, or the kernel is full.
                    Err(error) => {
                        tracing::debug!(%error, to = %left[0].0, "a datagram of voice is lost");
                        left = &left[1..];
                    }
                }
            }
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn send_all(&self, datagrams: &[(SocketAddr, Vec<u8>)]) {
        for (to, bytes) in datagrams {
            if let Err(error) = self.udp.send_to(bytes, to) {
                tracing::debug!(%error, %to, "a datagram of voice is lost");
            }
        }
    }
}

#[cfg(target_os = "linux")]
fn send_batch(
    socket: &UdpSocket,
    datagrams: &[(SocketAddr, Vec<u8>)],
) -> Result<usize, rustix::io::Errno> {
    use std::io::IoSlice;

    use rustix::net::{MMsgHdr, SendAncillaryBuffer, SendFlags, addr::SocketAddrArg, sendmmsg};

    let addresses: Vec<_> = datagrams.iter().map(|(to, _)| to.as_any()).collect();
    let slices: Vec<_> = datagrams
        .iter()
        .map(|(_, bytes)| [IoSlice::new(bytes)])
        .collect();
    let mut controls: Vec<_> = datagrams
        .iter()
        .map(|_| SendAncillaryBuffer::default())
        .collect();
    let parts = addresses.iter().zip(&slices).zip(&mut controls);
    let mut headers: Vec<_> = parts
        .map(|((to, slice), control)| MMsgHdr::new_with_addr(to, slice, control))
        .collect();
    sendmmsg(socket, &mut headers, SendFlags::empty())
}

/// A socket of IPv6 reaches IPv4 under another name.
fn mapped(to: SocketAddr, is_ipv6: bool) -> SocketAddr {
    match to.ip() {
        IpAddr::V4(ip) if is_ipv6 => SocketAddr::new(ip.to_ipv6_mapped().into(), to.port()),
        _ => to,
    }
}

fn is_passing(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionRefused, ConnectionReset, Interrupted, WouldBlock};
    matches!(
        error.kind(),
        WouldBlock | Interrupted | ConnectionRefused | ConnectionReset
    )
}
