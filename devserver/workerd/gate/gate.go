// Package gate holds a workerd back that has loaded its code and has not opened any data.
//
// workerd makes its services in their order. It compiles the code of the Workers and runs
// their top level; then it makes the network, the last service, for which it reads the
// certificates of authorities from the file that SSL_CERT_FILE names; after that it reads
// the alarms of the objects, and listens. That file is a named pipe here: the process
// waits in it until dotool has written the certificates.
package gate

// Prefix begins the names of files in the folder of a gate.
const Prefix = "gate-"
