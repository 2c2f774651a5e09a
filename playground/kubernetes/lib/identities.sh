# The cluster's certificate authority, and a certificate and kubeconfig for whoever talks to it.
# shellcheck shell=bash

authority() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$DIR/pki/ca.key" -subj "/CN=$NS" \
    -days 3650 -out "$DIR/pki/ca.crt" 2>/dev/null
  openssl genrsa -out "$DIR/pki/accounts.key" 2048 2>/dev/null
  openssl rsa -in "$DIR/pki/accounts.key" -pubout -out "$DIR/pki/accounts.pub" 2>/dev/null
  certificate apiserver /CN=kube-apiserver "DNS:localhost,DNS:kubernetes.default.svc,IP:127.0.0.1,IP:10.96.0.1,IP:$ADDRESS"
  KEY=rsa:2048 certificate admin /O=system:masters/CN=admin
  kubeconfig admin >"$DIR/admin.kubeconfig"
}

certificate() { # name subject [subjectAltName]; KEY=rsa:2048 for users: Java clients take no EC keys without more libraries
  local key=$DIR/pki/$1.key request=$DIR/pki/$1.csr
  local -a kind=(-newkey "${KEY:-ec}")
  [ -n "${KEY:-}" ] || kind+=(-pkeyopt ec_paramgen_curve:P-256)
  openssl req "${kind[@]}" -nodes -keyout "$key" -subj "$2" -out "$request" 2>/dev/null
  # A serial number of its own each time: nodes get theirs at the same time.
  openssl x509 -req -in "$request" -CA "$DIR/pki/ca.crt" -CAkey "$DIR/pki/ca.key" -set_serial "0x$(openssl rand -hex 8)" \
    -days 3650 -out "$DIR/pki/$1.crt" -extfile <(
      printf 'keyUsage=digitalSignature\nextendedKeyUsage=clientAuth,serverAuth\n%s\n' "${3:+subjectAltName=$3}"
    ) 2>/dev/null
}

kubeconfig() { # name: complete in itself, so that it may be copied anywhere
  cat <<YAML
apiVersion: v1
kind: Config
clusters: [{name: $NS, cluster: {server: "https://$ADDRESS:$PORT", certificate-authority-data: $(base64 -w0 "$DIR/pki/ca.crt")}}]
users: [{name: $1, user: {client-certificate-data: $(base64 -w0 "$DIR/pki/$1.crt"), client-key-data: $(base64 -w0 "$DIR/pki/$1.key")}}]
contexts: [{name: $NS, context: {cluster: $NS, user: $1}}]
current-context: $NS
YAML
}

user() { # name [group…]
  local name=$1 subject="/CN=$1" group
  shift
  for group in "$@"; do subject="/O=$group$subject"; done
  KEY=rsa:2048 certificate "user-$name" "$subject"
  kubeconfig "user-$name" >"$DIR/$name.kubeconfig"
  echo "$DIR/$name.kubeconfig"
}
