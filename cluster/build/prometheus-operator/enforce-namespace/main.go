// Command enforce-namespace does to a rules file what the Prometheus Operator does to the rules of a namespace when its
// Prometheus has an enforced namespace label, by the Prometheus Operator's own code: every selector and every result gets
// namespace="NAMESPACE". Tests run our rules through it.
//
//	enforce-namespace NAMESPACE <rules.yaml >enforced.yaml
package main

import (
	"fmt"
	"io"
	"os"

	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	"github.com/prometheus-operator/prometheus-operator/pkg/namespacelabeler"
	"sigs.k8s.io/yaml"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "enforce-namespace: give one namespace; rules are read from standard input")
		os.Exit(1)
	}
	if err := enforce(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "enforce-namespace:", err)
		os.Exit(1)
	}
}

func enforce(namespace string) error {
	in, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	rule := monitoringv1.PrometheusRule{}
	rule.Namespace = namespace
	if err := yaml.UnmarshalStrict(in, &rule.Spec); err != nil {
		return err
	}
	if err := namespacelabeler.New("namespace", nil, true).EnforceNamespaceLabel(&rule); err != nil {
		return err
	}
	out, err := yaml.Marshal(rule.Spec)
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(out)
	return err
}
