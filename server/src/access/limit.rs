//! How often one address or one token may ask. Each node counts for itself.

use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use record::TokenId;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

/// The limits of a site.
pub struct RateLimits {
    pub address: Limit<Network>,
    pub token: Limit<TokenId>,
}

/// So many requests a minute, which may come all at once (GCRA, as leaky as a bucket).
pub struct Limit<K: Hash + Eq + Clone> {
    name: &'static str,
    per_minute: u32,
    /// Where none is set.
    limiter: Option<Limiter<K>>,
}

type Limiter<K> =
    RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock, StateInformationMiddleware>;

/// An IPv4 address, or the 64 bits of an IPv6 address that a household or an office shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Network(IpAddr);

impl From<IpAddr> for Network {
    fn from(address: IpAddr) -> Network {
        Network(match address.to_canonical() {
            IpAddr::V6(address) => {
                let network = address.to_bits() & !u128::from(u64::MAX);
                IpAddr::V6(Ipv6Addr::from_bits(network))
            }
            address => address,
        })
    }
}

/// How one stands with a limit.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    name: &'static str,
    per_minute: u32,
    left: u32,
    /// Over the limit: for so long.
    pub wait: Option<Duration>,
}

impl RateLimits {
    /// Requests a minute; 0 for any number.
    pub fn new(by_address: u32, by_token: u32) -> RateLimits {
        RateLimits {
            address: Limit::new("address", by_address),
            token: Limit::new("token", by_token),
        }
    }

    /// Forgets who has not asked for a while.
    pub fn sweep(&self) {
        self.address.sweep();
        self.token.sweep();
    }
}

impl<K: Hash + Eq + Clone> Limit<K> {
    fn new(name: &'static str, per_minute: u32) -> Limit<K> {
        let limiter = NonZeroU32::new(per_minute).map(|most| {
            RateLimiter::keyed(Quota::per_minute(most))
                .with_middleware::<StateInformationMiddleware>()
        });
        Limit {
            name,
            per_minute,
            limiter,
        }
    }

    /// Counts a request. `None` where there is no limit.
    pub fn count(&self, key: &K) -> Option<Standing> {
        let checked = self.limiter.as_ref()?.check_key(key);
        let (left, wait) = match checked {
            Ok(state) => (state.remaining_burst_capacity(), None),
            Err(until) => (0, Some(until.wait_time_from(DefaultClock::default().now()))),
        };
        Some(Standing {
            name: self.name,
            per_minute: self.per_minute,
            left,
            wait,
        })
    }

    fn sweep(&self) {
        if let Some(limiter) = &self.limiter {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

impl Standing {
    /// Says so in the fields of draft-ietf-httpapi-ratelimit-headers.
    pub fn tell(self, response: &mut Response) {
        let Standing {
            name,
            per_minute,
            left,
            wait,
        } = self;
        let until = wait.map_or(String::new(), |wait| format!(";t={}", wait.as_secs() + 1));
        let fields = [
            (
                "ratelimit-policy",
                format!("\"{name}\";q={per_minute};w=60"),
            ),
            ("ratelimit", format!("\"{name}\";r={left}{until}")),
        ];
        for (field, value) in fields {
            if let Ok(value) = HeaderValue::try_from(value) {
                let field = HeaderName::from_static(field);
                response.headers_mut().insert(field, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(address: &str) -> Network {
        address.parse::<IpAddr>().unwrap().into()
    }

    #[test]
    fn an_office_is_one_network_and_its_neighbour_another() {
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
        assert_eq!(network("192.0.2.1"), network("::ffff:192.0.2.1"));
    }
}
